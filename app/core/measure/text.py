"""Density features of plain text: what is left of a page's shape when its markup is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.core.language import STOP_WORDS
from app.core.measure.features import Features
from app.core.measure.letters import Letters, read_letters
from app.core.model import Block, Finding, Kind, Metadata, Page, Says

Array = NDArray[np.float64]

PROSE_WORDS: Final = 15
"""A block of at least this many words that ends or holds a sentence is prose."""

PARAGRAPH_WORDS: Final = 40
WINDOWS: Final = (2, 6, 15)
NEIGHBOURS: Final = (-2, -1, 1, 2)
SHORT_WORDS: Final = 10
FAR: Final = 200.0
"""Distances are clipped to this many blocks."""

_KINDS = (Kind.LIST, Kind.TABLE, Kind.QUOTE, Kind.CODE, Kind.HEADING)
_KIND_CODE = {kind: float(number) for number, kind in enumerate(_KINDS, 1)}
_END = {
    **dict.fromkeys(".!…。！", 1.0),
    **dict.fromkeys("?？", 2.0),
    **dict.fromkeys(":：", 3.0),
    **dict.fromkeys(",;，；", 4.0),
}
_CLOSERS = "\"'”’»)]*_"
_ADDRESSING = frozenset("you your our us we my i me".split())


def measure_text(
    page: Page, metadata: Metadata, language: str | None, findings: Sequence[Finding]
) -> Features:
    if not page.blocks:
        return Features(NAMES, np.zeros((0, len(NAMES)), np.float32))
    columns = _columns(page, findings)
    values = (
        np.column_stack(list(columns.values())).astype(np.float32)
        if page.blocks
        else np.zeros((0, len(NAMES)), np.float32)
    )
    return Features(tuple(columns), values)


NAMES = ()


def _columns(page, findings):
    blocks = page.blocks
    texts = [b.text for b in blocks]
    letters = read_letters(texts)
    n = len(blocks)
    own = {}
    L, U, D, M, C, SEP, Q, WIDE = letters.counts.T
    chars = np.fromiter(map(len, texts), float, n)
    words = np.bincount(letters.owners, minlength=n).astype(float) + WIDE / 2
    w1 = np.maximum(words, 1)
    ids, owners = letters.words, letters.owners
    vocab = letters.vocabulary
    stop = np.fromiter((w in STOP_WORDS for w in vocab), float, len(vocab))
    addr = np.fromiter((w in _ADDRESSING for w in vocab), float, len(vocab))
    stops = np.bincount(owners, stop[ids], n)
    addrs = np.bincount(owners, addr[ids], n)
    ends = np.empty(n)
    firsts = np.empty(n)
    lines = np.empty(n)
    kinds = np.empty(n)
    gap = np.empty(n)
    urls = np.empty(n)
    seen = {}
    prev_end = -10
    same = np.empty(n, int)
    for i, b in enumerate(blocks):
        t = b.text
        e = _END.get(t[-1])
        if e is None:
            e = _END.get(t.rstrip(_CLOSERS)[-1:], 0.0) if t[-1] in _CLOSERS else 0.0
        ends[i] = e
        f = t[0]
        firsts[i] = (
            1.0
            if f.isupper()
            else 2.0
            if f.islower()
            else 3.0
            if f.isdigit()
            else 4.0
            if f in "\"“„«‘'"
            else 0.0
        )
        lines[i] = t.count("\n")
        kinds[i] = _KIND_CODE.get(b.kind, 0.0)
        gap[i] = min(b.start - prev_end, 4)
        prev_end = b.end
        urls[i] = ("://" in t) or ("www." in t) or ("@" in t)
        same[i] = seen.setdefault(t, len(seen))
    dup = np.bincount(same, minlength=n)[same] - 1.0
    prose = (words >= PROSE_WORDS) & ((ends == 1) | (ends == 2) | (M >= 2))
    mark = (ends == 1) | (ends == 2)
    pw = words * prose
    # cohesion
    inprose = np.bincount(ids, prose[owners], len(vocab))
    content = (1 - stop)[ids]
    held = ((inprose[ids] - prose[owners]) > 0) * content
    ncont = np.bincount(owners, content, n)
    cohesion = np.bincount(owners, held, n) / np.maximum(ncont, 1)
    everywhere = np.bincount(ids, minlength=len(vocab))
    rare = np.bincount(owners, (everywhere[ids] == 1) * content, n) / np.maximum(ncont, 1)
    first_ids = set(ids[owners == 0].tolist())
    intitle = np.zeros(len(vocab))
    intitle[list(first_ids)] = 1
    title = np.bincount(owners, intitle[ids] * content, n) / np.maximum(ncont, 1)
    own.update(
        words=words,
        log_words=np.log1p(words),
        log_chars=np.log1p(chars),
        word_length=L / w1,
        stops=stops / w1,
        stop_count=stops,
        upper=U / np.maximum(L, 1),
        titled=letters.titled / w1,
        digits=D / np.maximum(chars, 1),
        end=ends,
        first=firsts,
        marks=M,
        inner_marks=np.maximum(M - mark, 0) / w1,
        commas=C,
        comma_rate=C / w1,
        separators=SEP,
        quotes=Q,
        lines=lines,
        kind=kinds,
        gap=gap,
        url=urls,
        duplicates=dup,
        addressing=addrs / w1,
        addr_n=addrs,
        cohesion=cohesion,
        rare=rare,
        title_share=title,
        content=ncont,
        caps=(U > 0.8 * L) & (L > 2),
    )
    own["prose"] = prose
    # findings
    hits = np.zeros((n, 3))
    for fnd in findings:
        hits[fnd.first : fnd.last, {Says.BOILERPLATE: 0, Says.HINT: 1, Says.CONTENT: 2}[fnd.rule.says]] = 1
    ctx = {}
    # windows
    base = np.column_stack(
        [words, pw, stops, mark * 1.0, letters.titled, dup > 0, np.ones(n), cohesion * ncont, ncont]
    )
    cum = np.zeros((n + 1, base.shape[1]))
    np.cumsum(base, axis=0, out=cum[1:])
    idx = np.arange(n)
    for w in WINDOWS:
        lo = np.maximum(idx - w, 0)
        hi = np.minimum(idx + w + 1, n)
        s = cum[hi] - cum[lo]
        ctx[f"wpl_{w}"] = s[:, 0] / s[:, 6]
        ctx[f"prose_{w}"] = s[:, 1] / np.maximum(s[:, 0], 1)
        ctx[f"stops_{w}"] = s[:, 2] / np.maximum(s[:, 0], 1)
        ctx[f"mark_{w}"] = s[:, 3] / s[:, 6]
        ctx[f"titled_{w}"] = s[:, 4] / np.maximum(s[:, 0], 1)
        ctx[f"dup_{w}"] = s[:, 5] / s[:, 6]
        ctx[f"coh_{w}"] = s[:, 7] / np.maximum(s[:, 8], 1)
        if w > 2:
            a = cum[idx] - cum[lo]
            z = cum[hi] - cum[idx + 1]
            ctx[f"before_prose_{w}"] = a[:, 1]
            ctx[f"after_prose_{w}"] = z[:, 1]
            ctx[f"before_words_{w}"] = a[:, 0] / np.maximum(a[:, 6], 1)
            ctx[f"after_words_{w}"] = z[:, 0] / np.maximum(z[:, 6], 1)
            ctx[f"before_dup_{w}"] = a[:, 5]
            ctx[f"after_dup_{w}"] = z[:, 5]
    total = cum[-1]
    ctx["pos"] = idx / n
    ctx["index"] = idx.astype(float)
    ctx["rest"] = (n - 1 - idx).astype(float)
    tp = max(total[1], 1)
    ctx["prose_before"] = cum[:-1, 1] / tp
    ctx["prose_after"] = (total[1] - cum[1:, 1]) / tp
    ctx["prose_before_n"] = cum[:-1, 1]
    ctx["prose_after_n"] = total[1] - cum[1:, 1]
    ctx["words_after"] = total[0] - cum[1:, 0]
    ctx["words_before"] = cum[:-1, 0]
    one = np.ones(n)
    ctx["n"] = n * one
    ctx["total"] = total[0] * one
    ctx["prose_share"] = total[1] / max(total[0], 1) * one
    ctx["mark_share"] = total[3] / n * one
    ctx["dup_share"] = total[5] / n * one
    ctx["mean_words"] = total[0] / n * one
    ctx["titled_share"] = total[4] / max(total[0], 1) * one
    ctx["max_words"] = words.max() * one

    def dist(mask, tag):
        last = np.maximum.accumulate(np.where(mask, idx, -(10**6)))
        nxt = np.minimum.accumulate(np.where(mask, idx, 10**6)[::-1])[::-1]
        lastx = np.concatenate([[-(10**6)], last[:-1]])
        nxtx = np.concatenate([nxt[1:], [10**6]])
        ctx[f"since_{tag}"] = np.minimum(idx - lastx, FAR)
        ctx[f"until_{tag}"] = np.minimum(nxtx - idx, FAR)
        return lastx, nxtx

    dist(prose, "prose")
    dist(words >= PARAGRAPH_WORDS, "paragraph")
    dist(words >= SHORT_WORDS, "long")
    ctx["run_short"] = np.minimum(ctx["since_long"] + ctx["until_long"], FAR) * (words < SHORT_WORDS)
    dist(mark, "mark")
    dist((lines > 0) | (gap > 2), "gap")
    # span
    gain = np.where(prose, words, -4.0 - 4.0 * (dup > 0))
    gc = np.concatenate([[0], np.cumsum(gain)])
    low = np.minimum.accumulate(gc)
    z = int(np.argmax(gc - low))
    a = int(np.argmin(gc[: z + 1]))
    ctx["in_span"] = ((idx >= a) & (idx < z)) * 1.0
    ctx["span_start"] = np.clip(idx - a, -FAR, FAR)
    ctx["span_end"] = np.clip(z - 1 - idx, -FAR, FAR)
    ctx["span_share"] = (gc[z] - gc[a]) / max(total[0], 1) * one
    ctx["prose_past_span"] = np.where(idx >= z, cum[:-1, 1] - cum[z, 1], 0.0)
    ctx["words_past_span"] = np.where(idx >= z, cum[:-1, 0] - cum[z, 0], 0.0)
    for k in NEIGHBOURS:

        def sh(x, fill=-1.0):
            out = np.full(n, fill)
            if k < 0:
                out[-k:] = x[:k]
            elif k < n:
                out[:-k] = x[k:]
            return out

        if abs(k) < n:
            for key in (
                "words",
                "end",
                "first",
                "stops",
                "titled",
                "duplicates",
                "kind",
                "cohesion",
                "gap",
                "digits",
            ):
                ctx[f"{key}_{k}"] = sh(own[key].astype(float))
        else:
            for key in (
                "words",
                "end",
                "first",
                "stops",
                "titled",
                "duplicates",
                "kind",
                "cohesion",
                "gap",
                "digits",
            ):
                ctx[f"{key}_{k}"] = np.full(n, -1.0)
    # shape likeness to neighbours at lags 1..4
    for k in (1, 2, 3, 4):
        like = np.zeros(n)
        if n > k:
            near = (
                (np.abs(words[k:] - words[:-k]) <= 0.3 * np.maximum(words[k:], words[:-k]) + 1)
                & (ends[k:] == ends[:-k])
                & (kinds[k:] == kinds[:-k])
            )
            like[k:] += near
            like[:-k] += near
        ctx[f"like_{k}"] = like
    own.update(ctx)
    global NAMES
    NAMES = tuple(own)
    return own
