// What is known of the page as a whole.

import { make } from "./nodes.js";
import { count } from "./wording.js";

export function showSummary(place, answer) {
  const { stats } = answer;
  const facts = [
    ["title", answer.title],
    ["by", answer.byline],
    ["published", answer.published],
    ["site", answer.site_name],
    ["language", answer.language],
    ["page type", `${answer.page_type} (${percent(answer.page_type_confidence)})`],
    ["confidence", percent(answer.confidence)],
    ["kept", `${stats.kept} of ${count(stats.blocks, "block")}, ${count(stats.chars_out, "character")}`],
    ["took", `${stats.elapsed_ms.toFixed(1)} ms`],
    ["warnings", answer.warnings.join(", ")],
  ];
  place.replaceChildren(
    ...facts.filter(([, value]) => value).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
  );
}

export function tell(answer) {
  if (!answer.text) return `No body found${answer.warnings.length ? ` (${answer.warnings.join(", ")})` : ""}.`;
  const { stats } = answer;
  return `Kept ${stats.kept} of ${count(stats.blocks, "block")}, confidence ${percent(answer.confidence)}.`;
}

const percent = (share) => `${Math.round(share * 100)} %`;
