// The same request for a shell. The page stands in a quoted here-document: a shell changes nothing in it, and JSON
// has no line breaks of its own, so no line of it can end the document early.

import { ADDRESS } from "./asking.js";

export function curl(request, keyed) {
  const headers = ["-H 'Content-Type: application/json'"];
  if (keyed) headers.push('-H "Authorization: Bearer $MARROW_API_KEY"');
  return `curl -sS ${quoted(ADDRESS)} ${headers.join(" ")} --data-binary @- <<'JSON'\n${JSON.stringify(request)}\nJSON\n`;
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// Outside https and localhost there is no clipboard; a selection can be copied anywhere.
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const held = document.createElement("textarea");
  held.value = text;
  document.body.append(held);
  held.select();
  const done = document.execCommand("copy");
  held.remove();
  if (!done) throw new Error("the browser refused");
}

export function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
