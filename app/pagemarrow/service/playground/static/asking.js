// The form as a request of /v1/extract, and its answer.

export const ADDRESS = new URL("v1/extract", document.baseURI).href;

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Defaults are left out, so that the request shows what was chosen.
export function readRequest(form) {
  const given = new FormData(form);
  const lines = (name) => given.get(name).split("\n").map((line) => line.trim()).filter(Boolean);
  const options = {};
  if (given.get("format") !== "text") options.format = given.get("format");
  if (given.has("include")) options.include = given.getAll("include");
  if (given.has("explain")) options.explain = true;
  if (given.get("url").trim()) options.url = given.get("url").trim();
  if (given.get("deadline_ms")) options.deadline_ms = Number(given.get("deadline_ms"));
  if (given.get("page_type") !== "auto") options.page_type = given.get("page_type");
  if (given.get("title").trim()) options.title = given.get("title").trim();
  const selectors = {};
  for (const name of ["keep", "drop"]) if (lines(name).length) selectors[name] = lines(name);
  if (Object.keys(selectors).length) options.selectors = selectors;
  return { [given.get("kind")]: given.get("page"), options };
}

// The answer as it came, and read. Throws a Refusal for every status but 200.
export async function ask(request, key, signal) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  if (key) headers.authorization = `Bearer ${key}`;
  const response = await fetch(ADDRESS, { method: "POST", headers, body: JSON.stringify(request), signal });
  const raw = await response.text();
  if (response.ok) return { raw, ...JSON.parse(raw) };
  throw new Refusal(response.status, explain(raw) ?? `The service answered ${response.status}.`);
}

function explain(raw) {
  try {
    const { title, detail } = JSON.parse(raw);
    return detail ? `${title}: ${detail}` : title;
  } catch {
    return null;
  }
}

// Which of the two a pasted page is; the radio buttons overrule it.
export function looksLikeHtml(page) {
  return /<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h[1-6]|ul|table|span|script)[\s>]/i.test(page);
}

// A file's text by its byte order mark, UTF-8, or the charset it declares, as far as the browser knows it.
export function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const head = new TextDecoder("latin1").decode(bytes.slice(0, 1024));
    const [mark] = bytes;
    const declared = mark === 0xff ? "utf-16le" : mark === 0xfe ? "utf-16be" : /charset\s*=\s*["']?([\w:-]+)/i.exec(head)?.[1];
    try {
      return new TextDecoder(declared ?? "windows-1252").decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  }
}
