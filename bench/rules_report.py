"""What every rule, theme, pass and feature is worth: hits, precision, pages helped and harmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final, NamedTuple

from bench.ablation import Replay, Without, feature_names, pass_names
from bench.labels import COVERED, label, tokens
from bench.metrics.segments import tally
from bench.metrics.words import compare_words
from bench.plan import Plan
from bench.sets import find_sets, load_set, thin
from bench.sets.texts import load_texts, text_renderings
from bench.tables import Cell, Table
from pagemarrow.core.model import Says, Scope
from pagemarrow.core.rules import RULES

PAGES: Final = 250
"""Pages of each set when no sample is asked for."""

FEATURE_PAGES: Final = 40
"""Pages on which features are shuffled: there are two hundred features."""

FELT: Final = 0.001
"""Change of a page's score from which it counts as helped or harmed."""


class Item(NamedTuple):
    """One input, of whatever set, with what it is judged by."""

    page: bytes | str
    media: str
    truth: str | None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def score(self, text: str) -> float:
        """Word F1 where there is a truth, else the share of segments that are right."""
        if self.truth is not None:
            return compare_words(text, self.truth).f1
        return tally(text, self.wanted, self.unwanted).accuracy


class Cover(NamedTuple):
    """Words that findings of one rule cover on a page."""

    hits: int
    words: int
    boilerplate: int


class Probed(NamedTuple):
    """One page: how much worse it gets without each thing, and what each rule covers."""

    whole: float
    effects: dict[str, float]
    covers: dict[str, Cover]


def answer(plan: Plan) -> list[Table]:
    """Return the tables of rules, themes, passes and features of every set at hand."""
    tables: list[Table] = []
    hits: Counter[str] = Counter()
    for name, items in _sets(plan):
        probed = list(_probed(plan, f"rules {name}", probe, items))
        hits.update({rule: cover.hits for page in probed for rule, cover in page.covers.items()})
        tables.append(_rules(name, probed))
        tables.append(_parts(name, probed))
        if name == "wcxb":
            few = thin(items, FEATURE_PAGES)
            tables.append(_features(list(_probed(plan, "features", probe_features, few))))
    return [*tables, _dead(hits)] if tables else []


def _sets(plan: Plan) -> Iterator[tuple[str, list[Item]]]:
    most = plan.sample or PAGES
    for name, root in (find_sets(plan.pages) if plan.pages else {}).items():
        cases = thin(load_set(root), most)
        yield name, [Item(c.raw, c.content_type, c.truth, c.wanted, c.unwanted) for c in cases]
    for rendering in text_renderings(plan.text)[:1] if plan.text else ():
        assert plan.text is not None
        texts = thin(load_texts(plan.text, rendering), most // 2)
        yield "text", [Item(case.text, "text/plain", case.truth) for case in texts]


def _probed(
    plan: Plan, name: str, probing: Callable[[Item], Probed | None], items: Sequence[Item]
) -> Iterator[Probed]:
    with plan.step(name, len(items)) as advance, ProcessPoolExecutor(plan.jobs) as pool:
        for page in pool.map(probing, items, chunksize=4) if plan.jobs > 1 else map(probing, items):
            advance()
            if page is not None:
                yield page


def _replay(item: Item) -> Replay | None:
    try:
        return Replay(item.page, item.media)
    except Exception:  # noqa: BLE001 - one page must not end the run; the quality tables name it
        return None


def probe(item: Item) -> Probed | None:
    """Replay one page without each rule, theme and pass that had a say on it; ``None`` when it fails."""
    replay = _replay(item)
    if replay is None:
        return None
    whole = item.score(replay.article.text)
    rules = {finding.rule.id: finding.rule.theme for finding in replay.findings}
    ablations = {f"rule:{rule}": Without(rules=frozenset([rule])) for rule in rules}
    counts = Counter(rules.values())
    ablations |= {
        f"theme:{theme}": Without(rules=frozenset([theme])) for theme in counts if counts[theme] > 1
    }
    ablations |= {f"pass:{name}": Without(passes=frozenset([name])) for name in pass_names(item.media)}
    effects = {name: whole - item.score(replay.without(left_out)) for name, left_out in ablations.items()}
    # A theme with one rule on the page is that rule.
    effects |= {
        f"theme:{theme}": effects[f"rule:{rule}"] for rule, theme in rules.items() if counts[theme] == 1
    }
    return Probed(whole, effects, _covers(item, replay))


def probe_features(item: Item) -> Probed | None:
    """Replay one page with each feature shuffled; ``None`` when it fails."""
    replay = _replay(item)
    if replay is None:
        return None
    whole = item.score(replay.article.text)
    page = item.page if isinstance(item.page, str) else item.page.decode("utf-8", "replace")
    effects = {
        name: whole - item.score(replay.without(Without(features=frozenset([name]))))
        for name in feature_names(page, item.media)
    }
    return Probed(whole, effects, {})


def _covers(item: Item, replay: Replay) -> dict[str, Cover]:
    texts = [block.text for block in replay.article.page.blocks]
    sizes = [len(tokens(text)) for text in texts]
    bad = (
        [share < COVERED for share in label(texts, item.truth)]
        if item.truth is not None
        else [False] * len(texts)
    )
    found: dict[str, Cover] = defaultdict(lambda: Cover(0, 0, 0))
    for rule, first, last in replay.findings:
        # Of a tail only the label itself is certain: whether the tail goes is for deciding to see.
        covered = range(first, first + 1 if rule.scope is Scope.TAIL else last)
        old = found[rule.id]
        found[rule.id] = Cover(
            old.hits + 1,
            old.words + sum(sizes[n] for n in covered),
            old.boilerplate + sum(sizes[n] for n in covered if bad[n]),
        )
    return dict(found)


def _rules(name: str, probed: Sequence[Probed]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for rule in RULES:
        covers = [page.covers[rule.id] for page in probed if rule.id in page.covers]
        if covers:
            words = sum(cover.words for cover in covers)
            right = sum(cover.boilerplate for cover in covers)
            agreeing = words - right if rule.says is Says.CONTENT else right
            precision = agreeing / words if words and name != "trafilatura" else None
            hits = sum(cover.hits for cover in covers)
            rows.append(
                (rule.id, rule.says.value, hits, len(covers), precision, *_effect(probed, f"rule:{rule.id}"))
            )
    rows.sort(key=_last)
    columns = ("rule", "says", "hits", "pages", "precision", "helped", "harmed", "points")
    return Table(
        f"rules_{name}", f"What is each rule worth? {name}, {len(probed)} pages", columns, tuple(rows), _NOTE
    )


_NOTE: Final = (
    "precision: of the words that the rule covers, the share that is what it says, by alignment with the truth. helped, "
    "harmed: pages whose score falls or rises without it. points: mean score of all pages with it less without it, x 100."
)


def _parts(name: str, probed: Sequence[Probed]) -> Table:
    """Themes and passes; each left out alone."""
    names = sorted({key for page in probed for key in page.effects if not key.startswith("rule:")})
    rows: list[tuple[Cell, ...]] = []
    for key in names:
        rows.append((key, sum(key in page.effects for page in probed), *_effect(probed, key)))
    rows.sort(key=_last)
    columns = ("left out", "pages", "helped", "harmed", "points")
    return Table(
        f"parts_{name}",
        f"What is each theme and pass worth? {name}, {len(probed)} pages",
        columns,
        tuple(rows),
    )


def _features(probed: Sequence[Probed]) -> Table:
    names = sorted({key for page in probed for key in page.effects})
    rows: list[tuple[Cell, ...]] = [(key, *_effect(probed, key)) for key in names]
    rows.sort(key=_last, reverse=True)
    note = "points: mean word F1 lost, x 100, when the feature's values change places among the blocks of a page."
    columns = ("feature", "helped", "harmed", "points")
    return Table(
        "features", f"What is each feature worth? wcxb, {len(probed)} pages", columns, tuple(rows), note
    )


def _dead(hits: Counter[str]) -> Table:
    dead = [rule for rule in RULES if not hits[rule.id]]
    rows: tuple[tuple[Cell, ...], ...] = tuple((rule.id, ", ".join(rule.languages)) for rule in dead)
    return Table(
        "rules_dead", f"Which of {len(RULES)} rules hit nothing in all sets?", ("rule", "languages"), rows
    )


def _effect(probed: Sequence[Probed], key: str) -> tuple[int, int, float]:
    effects = [page.effects.get(key, 0.0) for page in probed]
    helped, harmed = sum(e > FELT for e in effects), sum(e < -FELT for e in effects)
    return helped, harmed, 100 * sum(effects) / max(len(effects), 1)


def _last(row: tuple[Cell, ...]) -> float:
    value = row[-1]
    return value if isinstance(value, float) else 0.0


def ablate(plan: Plan, left_out: Without) -> list[Table]:
    """Return the mean scores of every set with and without what is named."""
    rows: list[tuple[Cell, ...]] = []
    for name, items in _sets(plan):
        pairs = []
        with plan.step(f"ablate {name}", len(items)) as advance:
            for item in items:
                replay = _replay(item)
                if replay is not None:
                    pairs.append((item.score(replay.article.text), item.score(replay.without(left_out))))
                advance()
        if not pairs:
            continue
        whole, less = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
        better, worse = sum(a < b - FELT for a, b in pairs), sum(a > b + FELT for a, b in pairs)
        rows.append((name, len(pairs), whole, less, better, worse))
    columns = ("set", "pages", "with", "without", "pages better without", "pages worse without")
    return [Table("ablation", f"What changes without {', '.join(sorted(frozenset().union(*left_out)))}?", columns,
                  tuple(rows), digits=4)]  # fmt: skip
