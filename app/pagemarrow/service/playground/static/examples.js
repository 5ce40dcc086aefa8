// Shipped pages to begin with.

import { make } from "./nodes.js";

// Fills `select` and calls `chosen` with the example picked; returns the first.
export async function offerExamples(select, chosen) {
  const response = await fetch(new URL("playground/examples.json", document.baseURI));
  const examples = await response.json();
  select.append(...examples.map((example, number) => make("option", { value: number }, example.title)));
  select.addEventListener("change", () => {
    if (select.value !== "") chosen(examples[select.value]);
  });
  return examples[0];
}
