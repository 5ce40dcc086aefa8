// Names of the service in words for people.

export const label = (category) => category.replaceAll("_", " ");

export const colour = (category) => `c-${/^[a-z_]+$/.test(category) ? category : "other"}`;

export function signed(value, digits = 1) {
  const size = Math.abs(value).toFixed(digits);
  return value < 0 ? `\u2212${size}` : `+${size}`;
}

export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// The pattern of a feature's name, and what it says. The first that fits speaks.
const FEATURES = [
  [/^score$/, () => "the block by itself (first pass)"],
  [/^score_([+-]\d+)$/, (by) => `${where(by)}, by itself`],
  [/^body_share$/, () => "share of the page that is likely body"],
  [/^body_(before|after)$/, (side) => `likely body ${side} it`],
  [/^body_chars$/, () => "amount of likely body on the page"],
  [/^shape_(\w+)$/, (what) => `${measure(what)} of elements of the same shape`],
  [/^pair_(\w+)$/, (what) => `${measure(what)} of elements of the same shape and parent`],
  [/^w(\d+)_(\w+)$/, (reach, what) => `${measure(what)} within ${reach} blocks`],
  [/^(\w+)_within_(\d+)$/, (what, reach) => `${measure(what)} within ${reach} blocks`],
  [/^(\w+)_(before|after)_(\d+)$/, (what, side, reach) => `${measure(what)} in ${reach} blocks ${side}`],
  [/^(\w+?)_([+-]\d)$/, (what, by) => `${measure(what)}, ${where(by)}`],
  [/^up(\d)_(\w+)$/, (step, what) => `${measure(what)} ${step} element${step === "1" ? "" : "s"} up`],
  [/^main[\d.]+_(\w+)$/, (what) => `${measure(what)} the main container`],
  [/^page_schema_(\w+)$/, (what) => `page declares itself: ${what}`],
  [/^page_(\w+)$/, (what) => `${measure(what)} of the whole page`],
  [/^in_(\w+)$/, (tag) => `inside ${label(tag)}`],
  [/^name(_\w+)?$/, () => "names of the elements around it"],
  [/^siblings\w*$/, () => "number of sibling elements"],
  [/^(since|until)_(\w+)$/, (side, what) => `distance ${side === "since" ? "from the last" : "to the next"} ${measure(what)}`],
  [/^(\w+)_(back|ahead)$/, (what, side) => `distance ${side === "back" ? "back" : "ahead"} to ${measure(what)}`],
  [/^rule_(\w+)$/, (what) => `rules: ${label(what)}`],
  [/^narrowed$/, () => "page looks cleaned already"],
];

export function feature(name) {
  for (const [pattern, say] of FEATURES) {
    const found = pattern.exec(name);
    if (found) return say(...found.slice(1));
  }
  return measure(name);
}

const MEASURES = {
  likely: "likely body", weighed: "likely body by length", long: "running text", long_share: "share of running text",
  long_density: "running text", stops: "function words", stop_density: "function words", ends: "sentence ends",
  ends_sentence: "ends like a sentence", link_density: "link density", words: "words", chars: "length", copies: "repetitions",
  second_person: "addressing the reader", headings: "headings", heading: "heading", cells: "table cells",
};

function measure(name) {
  return MEASURES[name] ?? label(name);
}

function where(by) {
  const size = Math.abs(Number(by));
  const side = by.startsWith("-") ? "before" : "after";
  return size === 1 ? `the block ${side}` : `${size} blocks ${side}`;
}
