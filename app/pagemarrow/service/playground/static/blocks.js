// The page's blocks as a listbox: one tab stop, arrow keys inside, dropped ones tinted by category.

import { make } from "./nodes.js";
import { colour, label } from "./wording.js";

export class Blocks {
  // `look(block, held)` is called with the block hovered, focused or held, and with null for none.
  constructor(place, look) {
    this.place = place;
    this.look = look;
    this.rows = [];
    this.blocks = [];
    this.held = null;
    place.addEventListener("keydown", (event) => this.press(event));
    place.addEventListener("pointerover", (event) => this.over(event.target));
    place.addEventListener("pointerleave", () => this.rest());
    place.addEventListener("focusin", (event) => this.focused(event.target));
    place.addEventListener("click", (event) => this.click(event.target));
  }

  show(blocks) {
    this.blocks = blocks;
    this.rows = blocks.map((block) => row(block));
    this.place.replaceChildren(...this.rows);
    this.held = null;
    this.look(null);
  }

  // Hides the blocks that `wanted` refuses; returns how many are left.
  filter(wanted) {
    this.rows.forEach((node, number) => (node.hidden = !wanted(this.blocks[number])));
    const seen = this.rows.filter((node) => !node.hidden);
    if (this.held !== null && this.rows[this.held].hidden) this.hold(null);
    this.reach(this.held ?? this.number(seen[0]));
    return seen.length;
  }

  go(number) {
    const node = this.rows[number];
    if (!node || node.hidden) return;
    this.hold(number);
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }

  hold(number) {
    if (this.held !== null) this.rows[this.held]?.setAttribute("aria-selected", "false");
    this.held = number;
    if (number !== null) this.rows[number].setAttribute("aria-selected", "true");
    this.rest();
  }

  rest() {
    this.look(this.held === null ? null : this.blocks[this.held], true);
  }

  over(target) {
    const number = this.number(target.closest("[role=option]"));
    if (number !== null) this.look(this.blocks[number], number === this.held);
  }

  focused(target) {
    const number = this.number(target.closest("[role=option]"));
    if (number === null) return;
    this.reach(number);
    this.look(this.blocks[number], number === this.held);
  }

  click(target) {
    const number = this.number(target.closest("[role=option]"));
    if (number !== null) this.hold(number);
  }

  press(event) {
    const number = this.number(document.activeElement);
    if (number === null) return;
    const to = this.target(event.key, number);
    if (to !== null) this.rows[to].focus();
    else if (event.key === "Enter" || event.key === " ") this.hold(number);
    else if (event.key === "Escape") this.hold(null);
    else return;
    event.preventDefault();
  }

  target(key, number) {
    const seen = this.rows.flatMap((node, index) => (node.hidden ? [] : [index]));
    const at = seen.indexOf(number);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: seen.length - 1 };
    return key in moves ? seen[Math.min(Math.max(moves[key], 0), seen.length - 1)] : null;
  }

  // The one block that the tab key reaches, described by the inspector.
  reach(number) {
    for (const node of this.place.querySelectorAll("[tabindex='0']")) {
      node.tabIndex = -1;
      node.removeAttribute("aria-describedby");
    }
    if (number === null || number === undefined) return;
    this.rows[number].tabIndex = 0;
    this.rows[number].setAttribute("aria-describedby", "inspector");
  }

  number(node) {
    const number = this.rows.indexOf(node);
    return number < 0 ? null : number;
  }
}

function row(block) {
  const state = block.kept ? "kept" : "dropped";
  return make(
    "div",
    { role: "option", tabindex: -1, class: `block ${state} ${colour(block.category)}`, "aria-selected": "false" },
    make("span", { class: "sign", "aria-hidden": "true" }, block.kept ? "+" : "\u2212"),
    make("span", { class: "words" }, block.text),
    make("span", { class: "chip" }, make("span", { class: "unseen" }, `${state}, `), label(block.category)),
  );
}
