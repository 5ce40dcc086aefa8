// Why a block was kept or dropped: its reasons, what moved its score, and where it stands.

import { draw, make } from "./nodes.js";
import { colour, feature, label, signed } from "./wording.js";

// `mend(list, path)` adds the block's path to the selectors "keep" or "drop".
export function inspect(place, block, mend) {
  if (!block) {
    place.replaceChildren(make("p", { class: "hint" }, "Why a block was kept or dropped stands here."));
    return;
  }
  place.replaceChildren(head(block), reasons(block), terms(block), site(block, mend));
}

function head(block) {
  const lean = block.score > 0 ? "speaks for the body" : "speaks against the body";
  return make(
    "p",
    { class: "verdict" },
    make("span", { class: `chip ${colour(block.category)} ${block.kept ? "kept" : "dropped"}` }, label(block.category)),
    ` Block ${block.index + 1} is ${block.kept ? "kept" : "dropped"}. Its score, ${signed(block.score)}, ${lean}.`,
  );
}

function reasons(block) {
  if (!block.reasons.length) return make("p", { class: "reasons" }, "No rule spoke: the score decided.");
  const items = block.reasons.map((reason) => make("li", {}, `${reason.why} `, make("code", {}, reason.rule)));
  return make("ul", { class: "reasons" }, ...items);
}

function terms(block) {
  if (!block.terms.length) return make("p", { class: "unseen" }, "No terms of the score.");
  const widest = Math.max(...block.terms.map((term) => Math.abs(term.value)));
  const items = block.terms.map((term) =>
    make(
      "li",
      { title: term.name },
      make("span", { class: "term" }, feature(term.name)),
      bar(term.value / widest),
      make("span", { class: "value" }, signed(term.value, 2)),
    ),
  );
  return make("ul", { class: "terms", "aria-label": "What moved the score most" }, ...items);
}

function bar(share) {
  const size = Math.max(Math.abs(share) * 50, 1);
  const side = share < 0 ? { x: 50 - size, class: "against" } : { x: 50, class: "for" };
  return draw(
    "svg",
    { class: "term-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { ...side, y: 1, width: size, height: 8 }),
    draw("line", { x1: 50, x2: 50, y1: 0, y2: 10 }),
  );
}

function site(block, mend) {
  if (block.path === null) {
    const place = block.start === null ? "Not in the markup." : `Characters ${block.start} to ${block.end} of the text.`;
    return make("p", { class: "site hint" }, place);
  }
  const button = (list, text) => {
    const node = make("button", { type: "button" }, text);
    node.addEventListener("click", () => mend(list, block.path));
    return node;
  };
  return make("p", { class: "site" }, make("code", {}, block.path), " ", button("drop", "Drop by selector"), " ", button("keep", "Keep by selector"));
}
