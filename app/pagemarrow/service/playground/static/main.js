// Puts the parts together: the form asks, the answer is shown.

import { ask, decode, looksLikeHtml, readRequest } from "./asking.js";
import { Blocks } from "./blocks.js";
import { showCategories, showPlot, shownCategories } from "./charts.js";
import { copy, curl, download } from "./curl.js";
import { offerExamples } from "./examples.js";
import { inspect } from "./inspector.js";
import { byId, make } from "./nodes.js";
import { showSummary, tell } from "./summary.js";
import { count } from "./wording.js";

const PAUSE_MS = 400; // after the last key before asking by itself

const form = byId("asking");
const page = byId("page");
const blocks = new Blocks(byId("blocks"), (block) => inspect(byId("inspector"), block, mend));
const state = { answer: null, request: null, asked: null, timer: 0 };

async function run() {
  clearTimeout(state.timer);
  state.asked?.abort();
  const asked = (state.asked = new AbortController());
  const request = readRequest(form);
  byId("results").setAttribute("aria-busy", "true");
  try {
    const answer = await ask(request, byId("key").value, asked.signal);
    Object.assign(state, { answer, request });
    say(tell(answer));
    show(answer);
  } catch (error) {
    if (asked.signal.aborted) return;
    if (error.status === 401) askForKey();
    say("", error.status ? error.message : "The service does not answer.");
  }
  byId("results").removeAttribute("aria-busy");
}

function show(answer) {
  showSummary(byId("summary"), answer);
  const paragraphs = answer.text || "The page has no body.";
  byId("body").replaceChildren(make("pre", { class: answer.text ? "" : "hint" }, paragraphs));
  const listed = answer.blocks ?? [];
  showPlot(byId("plot"), listed, (number) => blocks.go(number));
  showCategories(byId("categories"), listed, filter);
  blocks.show(listed);
  filter();
}

function filter() {
  const categories = shownCategories(byId("categories"));
  const shown = document.querySelector("input[name=shown]:checked").value;
  const all = state.answer?.blocks;
  const left = blocks.filter((block) => categories.has(block.category) && (shown === "all" || block.kept === (shown === "kept")));
  byId("shown-count").textContent = all ? `${left} of ${all.length}` : "explain is off";
}

function say(status, problem = "") {
  byId("status").textContent = status;
  byId("problem").textContent = problem;
}

function askForKey() {
  byId("key-part").hidden = false;
  byId("key").focus();
}

function mend(list, path) {
  const field = form.elements[list];
  field.value = field.value.trim() ? `${field.value.trim()}\n${path}` : path;
  field.closest("details").open = true;
  run();
}

function put(text, kind) {
  page.value = text;
  form.elements.kind.value = kind;
  for (const name of ["keep", "drop"]) form.elements[name].value = ""; // they were for another page
  run();
}

function putOwn(text) {
  byId("example").value = "";
  put(text, looksLikeHtml(text) ? "html" : "text");
}

async function putFile(file) {
  if (file) putOwn(decode(new Uint8Array(await file.arrayBuffer())));
}

async function act(work, done) {
  try {
    await work();
    say(done);
  } catch (error) {
    say("", `It could not be done: ${error.message}.`);
  }
}

function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.addEventListener("change", (event) => {
    if (!["example", "file", "page"].includes(event.target.id)) run();
  });
  page.addEventListener("input", () => {
    byId("example").value = "";
    clearTimeout(state.timer);
    state.timer = setTimeout(run, PAUSE_MS);
  });
  page.addEventListener("paste", (event) => {
    const whole = page.selectionStart === 0 && page.selectionEnd === page.value.length;
    if (!whole) return; // a part is mended, not a page put
    event.preventDefault();
    putOwn(event.clipboardData.getData("text/plain"));
  });
  byId("file").addEventListener("change", (event) => putFile(event.target.files[0]));
  listenForDrops();
  for (const radio of document.querySelectorAll("input[name=shown]")) radio.addEventListener("change", filter);
  byId("copy-body").addEventListener("click", () => act(() => copy(state.answer.text), "The body is in the clipboard."));
  byId("copy-curl").addEventListener("click", () => {
    const command = curl(state.request, byId("key").value !== "");
    act(() => copy(command), `The command is in the clipboard, ${count(command.length, "character")}.`);
  });
  byId("download").addEventListener("click", () => act(async () => download(state.answer.raw, "marrow.json"), "Downloaded marrow.json."));
}

// Anywhere on the page: a file dropped beside the field would otherwise be opened in its place.
function listenForDrops() {
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const { files } = event.dataTransfer;
    if (files.length) putFile(files[0]);
    else putOwn(event.dataTransfer.getData("text/plain"));
  });
}

inspect(byId("inspector"), null, mend);
listen();
const first = await offerExamples(byId("example"), (example) => put(example.page, example.kind));
if (!page.value) {
  byId("example").value = "0";
  put(first.page, first.kind);
}
