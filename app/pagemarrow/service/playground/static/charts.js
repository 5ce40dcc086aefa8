// The categories as bars that filter, and the text along the page as a plot; both inline SVG.

import { draw, make } from "./nodes.js";
import { colour, count, label } from "./wording.js";

const COLUMNS = 240; // more would be thinner than a pixel; longer pages share columns
const [WIDTH, HEIGHT, FOOT] = [1000, 150, 8];
const SMOOTHING = 2; // columns to either side

export function showCategories(place, blocks, changed) {
  const off = new Set([...place.querySelectorAll("input:not(:checked)")].map((box) => box.value));
  const found = Map.groupBy ? Map.groupBy(blocks, (block) => block.category) : grouped(blocks);
  const most = Math.max(1, ...[...found.values()].map((group) => group.length));
  const rows = [...found].sort((a, b) => b[1].length - a[1].length).map(([name, group]) => category(name, group, most, !off.has(name)));
  place.replaceChildren(place.querySelector("legend"), ...rows);
  place.onchange = changed;
}

export const shownCategories = (place) => new Set([...place.querySelectorAll("input:checked")].map((box) => box.value));

function grouped(blocks) {
  const groups = new Map();
  for (const block of blocks) groups.set(block.category, [...(groups.get(block.category) ?? []), block]);
  return groups;
}

function category(name, group, most, checked) {
  const kept = group.filter((block) => block.kept).length;
  const box = make("input", { type: "checkbox", value: name });
  box.checked = checked;
  return make(
    "label",
    { class: `category ${colour(name)}` },
    box,
    make("span", {}, label(name)),
    draw(
      "svg",
      { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: "kept", width: (kept / most) * 100, height: 10 }),
      draw("rect", { class: "dropped", x: (kept / most) * 100, width: ((group.length - kept) / most) * 100, height: 10 }),
    ),
    make("span", { class: "count" }, String(group.length)),
  );
}

// `chosen(number)` is called with the first block of a column that is clicked.
export function showPlot(place, blocks, chosen) {
  if (!blocks.length) {
    place.replaceChildren(make("p", { class: "hint" }, "Nothing to draw."));
    return;
  }
  const columns = inColumns(blocks);
  const width = WIDTH / columns.length;
  const tallest = Math.max(...columns.map((column) => column.size));
  const height = (size) => (Math.sqrt(size / tallest) || 0) * (HEIGHT - FOOT - 6);
  const plot = draw(
    "svg",
    { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": described(blocks) },
    ...runs(columns).map(([first, last]) => draw("rect", { class: "body-band", x: first * width, width: (last - first) * width, height: HEIGHT })),
    ...columns.map((column, number) => bar(column, number * width, width, height(column.size), chosen)),
    ...runs(columns).map(([first, last]) =>
      draw("rect", { class: "body-foot", x: first * width, y: HEIGHT - FOOT + 2, width: (last - first) * width, height: FOOT - 2 }),
    ),
    draw("polyline", { class: "density", points: curve(columns, width, height) }),
  );
  place.replaceChildren(plot);
}

function inColumns(blocks) {
  const per = Math.ceil(blocks.length / COLUMNS);
  const columns = [];
  for (let first = 0; first < blocks.length; first += per) {
    const members = blocks.slice(first, first + per);
    const longest = members.reduce((a, b) => (b.text.length > a.text.length ? b : a));
    columns.push({ longest, size: members.reduce((sum, block) => sum + block.text.length, 0) / members.length });
  }
  return columns;
}

function bar(column, x, width, height, chosen) {
  const { longest } = column;
  const gap = Math.min(width * 0.15, 3);
  const node = draw(
    "rect",
    { class: `column ${longest.kept ? "kept" : "dropped"} ${colour(longest.category)}`, x: x + gap / 2, y: HEIGHT - FOOT - height, width: width - gap, height },
    draw("title", {}, `${longest.index + 1}: ${label(longest.category)}, ${count(longest.text.length, "character")}`),
  );
  node.addEventListener("click", () => chosen(longest.index));
  return node;
}

function runs(columns) {
  const found = [];
  columns.forEach((column, number) => {
    if (!column.longest.kept) return;
    const last = found.at(-1);
    if (last && last[1] === number) last[1] = number + 1;
    else found.push([number, number + 1]);
  });
  return found;
}

function curve(columns, width, height) {
  return columns
    .map((_, number) => {
      const near = columns.slice(Math.max(0, number - SMOOTHING), number + SMOOTHING + 1);
      const mean = near.reduce((sum, column) => sum + column.size, 0) / near.length;
      return `${((number + 0.5) * width).toFixed(1)},${(HEIGHT - FOOT - height(mean)).toFixed(1)}`;
    })
    .join(" ");
}

function described(blocks) {
  const kept = blocks.filter((block) => block.kept);
  if (!kept.length) return `${count(blocks.length, "block")} along the page; none is body.`;
  const stretch = `between block ${kept[0].index + 1} and block ${kept.at(-1).index + 1}`;
  return `${count(blocks.length, "block")} along the page; the body, ${count(kept.length, "block")}, stands ${stretch}.`;
}
