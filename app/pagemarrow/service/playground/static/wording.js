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
  [/^(long|prose)_(before|after)$/, (_, side) => `running text ${side} it`],
  [/^(\w+)_(before|after)$/, (what, side) => (what === "body" ? `likely body ${side} it` : `${measure(what)} ${side} it`)],
  [/^body_chars$/, () => "amount of likely body on the page"],
  [/^shape_(\w+)$/, (what) => `${measure(what)} of elements of the same shape`],
  [/^pair_(\w+)$/, (what) => `${measure(what)} of elements of the same shape and parent`],
  [/^w(\d+)_(\w+)$/, (reach, what) => `${measure(what)} within ${reach} blocks`],
  [/^(\w+)_within_(\d+)$/, (what, reach) => `${measure(what)} within ${reach} blocks`],
  [/^(\w+)_(before|after)_(\d+)$/, (what, side, reach) => `${measure(what)} in ${reach} blocks ${side}`],
  [/^(\w+?)_([+-]\d)$/, (what, by) => `${measure(what)}, ${where(by)}`],
  [/^up(\d)_(\w+)$/, (step, what) => `${measure(what)} ${step} element${step === "1" ? "" : "s"} up`],
  [/^main[\d.]+_(inside|before)$/, (side) => `${side} the main container`],
  [/^main[\d.]+_gap$/, () => "distance from the main container"],
  [/^main[\d.]+_depth$/, () => "depth below the main container"],
  [/^page_schema_(\w+)$/, (what) => `page declares itself: ${what}`],
  [/^page_(\w+)$/, (what) => `${measure(what)} of the whole page`],
  [/^is_(\w+)$/, (kind) => `being a ${label(kind)}`],
  [/^in_span$/, () => "inside the likeliest span of running text"],
  [/^in_biggest$/, () => "inside the biggest cluster of running text"],
  [/^like_\d$/, () => "blocks nearby that look like it"],
  [/^in_(\w+)$/, (tag) => `inside ${label(tag)}`],
  [/^name(_\w+)?$/, () => "names of the elements around it"],
  [/^siblings(?:_(\d|most))?$/, (step) => `sibling elements${step === "most" ? ", at most" : step ? `, ${step} up` : ""}`],
  [/^(since|until)_(\w+)$/, (side, what) => `distance ${side === "since" ? "back" : "ahead"} to ${measure(what)}`],
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
  addressing: "addressing the reader", biggest_cluster: "biggest cluster of running text", blocks: "blocks", body_share: "share of likely body",
  cells: "table cells", chars: "length", chrome: "kinds of rules' findings on the page",
  cluster: "running text of its cluster",
  cluster_rank: "clusters before it", cohesion: "words shared with running text", content: "rules: content", copied: "repetitions",
  copied_share: "repetitions on the page", copies: "repetitions", density: "running text", description_overlap: "words shared with the description",
  digits: "digits", end: "how it ends", ended: "sentence ends", ended_share: "sentence ends on the page", ends: "sentence ends",
  ends_colon: "ends with a colon", ends_question: "ends with a question mark", ends_sentence: "ends like a sentence", first: "how it begins",
  foot_lexicon: "wording of the page's end", found: "rules' findings", found_share: "rules' findings on the page", from_end: "blocks to the end",
  from_h1: "distance from the main heading", foreign_labels: "short labels worded unlike the body", gap: "gap before it", has_h1: "main headings of the page",
  head_lexicon: "wording of the page's begin", heading: "heading", headings: "headings", hint: "rules: hint", index: "place on the page",
  kind: "kind of block", labels: "short labels on the page", lexicon: "wording", lexicon_high: "likeliest wording", lexicon_low: "unlikeliest wording",
  likely: "likely body", link_density: "link density", long: "running text", long_blocks: "long blocks", long_density: "running text",
  long_share: "share of running text", longest: "longest block", main: "main element", marks: "punctuation", mean_words: "words a block on the page",
  most_words: "longest block of the page", page: "page", place: "place on the page", position: "place on the page", proof: "rules: proof",
  prose: "running text", prose_past_span: "running text since the likeliest span",
  prose_since_tail: "running text since the last tail label", prose_share: "running text on the page", published: "date", rare: "rare words", rest: "blocks to the end",
  rule: "a rule's finding", second_person: "addressing the reader", section_likely: "likely body of its section",
  short_run: "short lines in a row", span_end: "distance to the span's end", span_share: "share of the likeliest span",
  span_start: "distance from the span's begin", starts_lower: "begins in lower case", starts_quote: "begins with a quotation mark",
  stop_density: "function words", stops: "function words", tail: "a tail label", tails: "tail labels", title_overlap: "words shared with the title",
  title_share: "words shared with the title", titled: "capitalised words", titled_share: "capitalised words on the page", total: "words of the page",
  under_label: "under a section label", upper: "upper case", weighed: "likely body by length", words: "words",
};

function measure(name) {
  return MEASURES[name] ?? label(name);
}

function where(by) {
  const size = Math.abs(Number(by));
  const side = by.startsWith("-") ? "before" : "after";
  return size === 1 ? `the block ${side}` : `${size} blocks ${side}`;
}
