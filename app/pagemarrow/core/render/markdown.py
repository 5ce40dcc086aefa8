"""Markdown as CommonMark 0.31 reads it, tables as GitHub does; text is escaped so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from unicodedata import category

from pagemarrow.core.model import Block
from pagemarrow.core.render.grid import laid_out, spread
from pagemarrow.core.render.inline import write_inline
from pagemarrow.core.render.links import Links
from pagemarrow.core.render.parts import (
    Code,
    Filled,
    Heading,
    Inset,
    Item,
    List,
    Paragraph,
    Part,
    Picture,
    Quote,
    Row,
    Table,
)

MOST_FILLED: Final = 100_000
"""Cells of a table up to which short rows are filled up to its width: one long row among many short ones is quadratic."""

_INLINE = re.compile(
    r"(?P<always>[\\`*]|~(?=~|$))|(?P<under>(?<![^\W_])_|_(?![^\W_]))|(?P<bracket>\](?=[(\[:]|$)|!$)"
    r"|(?P<tag><(?=[A-Za-z/!?]|$))|(?P<entity>&(?=#?\w{1,31};|#?$))"
)
_SIGN = re.compile(r"[\\`*_~\]!<&]")
"""What the pattern above begins with: most text has none of it."""
_LINE_START = re.compile(
    r"(?P<mark>[#]{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+(?=\s*$))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)"
)
_RULE = re.compile(r"(?=[-:|=])[-:|=\s]+$")
_TASK = re.compile(r"\[[ xX]\]\s")
_CLOSING = re.compile(r"(?:^|(?<=\s))(#+)$")
_LAST_SIGN = re.compile(r"(?<!\\)\\([\]!<&~])$")  # escaped for fear of what follows: nothing does
_BRACKETS = re.compile(r"(\\.|(`+).+?(?<!`)\2(?!`)|!\[(?:\\.|[^\[\]\\])*\]\([^()\s]*\))|[\[\]]")
_DEFINES = re.compile(r"(?:\\.|[^\[\]\\])*\]:")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_FENCES = re.compile(r"`+")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_MARKS: Final = {"strong": "**", "em": "*"}
_ASCII_SYMBOLS: Final = frozenset("$+<=>^`|~")
_TAGS: Final = frozenset({"sup", "sub", "del"})
"""Marks the format has no signs for: its readers pass these elements on."""
_PUNCTUATION: Final = ".,:;?…。、，：；？“”„«»‘’「」『』（）【】《》"
"""Signs at the ends of emphasis that never are markup."""
_SPACES: Final = " \t\n\r\f\v"
"""White space that means nothing at the ends of a line; no-break spaces are indents of verse."""


class _Markdown:
    def __init__(self, links: Links) -> None:
        self.links = links

    def text(self, raw: str) -> str:
        return _INLINE.sub(r"\\\g<0>", raw) if _SIGN.search(raw) else raw

    def code(self, raw: str, before: str) -> str:
        # Two spans that touch would be read as one; in a link that begins a line, "]:" would define a reference.
        if before == "`" or _DEFINES.match(raw):
            return self.text(raw)
        fence = "`" * (1 + max((len(run) for run in _FENCES.findall(raw)), default=0))
        pad = " " if raw.startswith("`") or raw.endswith("`") else ""
        return f"{fence}{pad}{raw}{pad}{fence}"

    def mark(self, tag: str, target: str, inner: str, before: str, after: str) -> str:
        if tag == "a":
            address = self.links.link(target)
            return f"[{_bracketed(inner)}]({_ENTITY.sub('&amp;', address)})" if address else inner
        if tag in _TAGS:
            return f"<{tag}>{inner}</{tag}>"
        sign = _MARKS.get(tag, "")
        return _emphasised(sign, inner, before, after) if sign else inner

    def picture(self, picture: Picture, linked: bool) -> str:
        image = picture.image
        address = _ENTITY.sub("&amp;", self.links.address(image.source))
        if not address:
            return ""
        written = f"![{_bracketed(self.text(' '.join(image.alternative.split())))}]({address})"
        target = "" if linked else _ENTITY.sub("&amp;", self.links.link(picture.target))
        return f"[{written}]({target})" if target else written


def to_markdown(parts: Sequence[Part], title: str, links: Links) -> str:
    """Return ``parts`` as Markdown, with ``title`` as first heading if it is not empty."""
    writer = _Markdown(links)
    written = _parts(parts, writer)
    return f"# {_heading(writer.text(title))}\n\n{written}" if title else written


def _parts(parts: Sequence[Part], writer: _Markdown, in_item: bool = False) -> str:
    """Parts with a blank line between them; a list stands right under the paragraph of its item where it may."""
    written: list[str] = []
    before: Part | None = None
    other = False
    for part in _counted(parts):
        tight = False
        if isinstance(part, List):
            # Two lists with the same signs and nothing between them would be read as one.
            other = isinstance(before, List) and before.ordered == part.ordered and not other
            # A number other than 1 under a paragraph would be read as part of it.
            tight = (
                in_item and isinstance(before, Paragraph) and (not part.ordered or part.items[0].number == 1)
            )
        text = _part(part, writer, other)
        if text:
            written += ("" if before is None else "\n" if tight else "\n\n", text)
            before = part
    return "".join(written)


def _part(part: Part, writer: _Markdown, other_signs: bool) -> str:
    match part:
        case Paragraph():
            return _paragraph(_inline(part.block, writer, part.insets))
        case Heading():
            return "#" * part.level + " " + _heading(_inline(part.block, writer, part.insets))
        case List():
            return _list(part, writer, ("*", ")") if other_signs else ("-", "."))
        case Quote():
            return _prefixed(_parts(part.parts, writer), "> ", "> ")
        case Table():
            return _table(part, writer)
        case Code():
            return _fenced(part.text, part.language)
        case Picture():
            return writer.picture(part, linked=False)


def _counted(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield parts as the format can say them: it counts up from a list's first number, and knows no terms."""
    for part in parts:
        if not isinstance(part, List):
            yield part
        elif part.defining:
            yield part.of(list(_defined(part)))
        else:
            items = part.items
            first = 0
            for at in range(1, len(items) + 1):
                if at == len(items) or (part.ordered and items[at].number != items[at - 1].number + 1):
                    yield part.of(items[first:at])
                    first = at


def _defined(part: List) -> Iterator[Item]:
    """Yield terms with what they mean as a list inside them."""
    term: Item | None = None
    meanings: list[Item] = []
    for item in part.items:
        if term is None or item.term:
            yield from _with_meanings(term, meanings)
            term, meanings = (item, []) if item.term else (None, [])
            if term is None:
                yield item
        else:
            meanings.append(item)
    yield from _with_meanings(term, meanings)


def _with_meanings(term: Item | None, meanings: list[Item]) -> Iterator[Item]:
    if term is not None:
        yield replace(term, parts=[*term.parts, List(term.key, False, meanings)]) if meanings else term


def _inline(block: Block, writer: _Markdown, insets: Sequence[Inset] = ()) -> str:
    return _LAST_SIGN.sub(r"\1", write_inline(block, writer, insets))


def _heading(written: str) -> str:
    return _CLOSING.sub(r"\\\1", " ".join(written.split("\n")).rstrip())


def _paragraph(written: str) -> str:
    """Lines with hard breaks between them, none of which begins like a block of another kind."""
    return "  \n".join(_harmless(line.strip(_SPACES)) for line in written.split("\n"))


def _harmless(line: str) -> str:
    """No-break spaces before a sign are no part of it, and do not keep what joins lines from taking them off."""
    bare = line.lstrip()
    if bare != line:
        return line[: len(line) - len(bare)] + _harmless(bare)
    found = _LINE_START.match(line)
    if found and found["dot"]:
        return f"{found['number']}\\{line[found.start('dot') :]}"
    if found or _RULE.match(line) or _TASK.match(line):
        return "\\" + line
    return line


def _bracketed(written: str) -> str:
    """Escape the brackets of a link's text, but for those in code, of pictures, or escaped already."""
    return _BRACKETS.sub(lambda found: found[1] or f"\\{found[0]}", written)


def _emphasised(sign: str, inner: str, before: str, after: str) -> str:
    """Put stars around ``inner``; where they would not be read at its punctuation, around what is between that."""
    if _flanks(inner, before, after):
        return f"{sign}{inner}{sign}"
    core = inner.strip(_PUNCTUATION + " \n\xa0")
    if not core:
        return inner
    start = inner.index(core)
    lead, trail = inner[:start], inner[start + len(core) :]
    if _flanks(core, lead[-1:] or before, trail[:1] or after):
        return f"{lead}{sign}{core}{sign}{trail}"
    return inner


def _flanks(inner: str, before: str, after: str) -> bool:
    """Whether stars around ``inner`` are read as emphasis: punctuation inside must not touch a word outside."""
    opens = _in_word(inner[0]) or not (before and _sticks(before))
    closes = _in_word(inner[-1]) or not (after and _sticks(after))
    return opens and closes and before != "*"


def _in_word(sign: str) -> bool:
    """Not punctuation; whether symbols count as such differs between readers, so they are taken for it here."""
    return category(sign)[0] not in "PSZC"


def _sticks(sign: str) -> bool:
    """Whether punctuation beside ``sign`` keeps stars from opening or closing: neither white space nor punctuation."""
    return not sign.isspace() and category(sign)[0] != "P" and sign not in _ASCII_SYMBOLS


def _prefixed(text: str, first: str, rest: str) -> str:
    """Put ``first`` before the first line and ``rest`` before the others; empty lines get no trailing space."""
    head, *others = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else rest.rstrip() for line in others)])


def _fenced(code: str, language: str = "") -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in _FENCES.findall(code)), default=0))
    return f"{fence}{language}\n{code}\n{fence}"


def _list(part: List, writer: _Markdown, signs: tuple[str, str]) -> str:
    lines = []
    for item in part.items:
        sign = f"{max(0, item.number)}{signs[1]} " if part.ordered else f"{signs[0]} "
        text = _parts(item.parts, writer, in_item=True)
        if text:
            lines.append(_prefixed(text, sign, " " * len(sign)))
    return "\n".join(lines)


def _table(table: Table, writer: _Markdown) -> str:
    """Rows as tables; a cell that holds lines of code is no cell of the format, and stands between them."""
    written: list[str] = []
    rows: list[Row] = []
    for row in table.rows:
        if not any("\n" in filled.block.text for filled in row.cells):
            rows.append(row)
            continue
        if rows:
            written.append(_rows(rows, writer))
        rows = []
        written += [
            _fenced(filled.block.text)
            if "\n" in filled.block.text
            else _paragraph(_inline(filled.block, writer, filled.insets))
            for filled in row.cells
            if filled.block.text or filled.insets
        ]
    if rows:
        written.append(_rows(rows, writer))
    return "\n\n".join(written)


def _rows(rows: Sequence[Row], writer: _Markdown) -> str:
    """A table whose first row is no heading gets an empty one: the format knows no table without."""
    cells = [[_cell(filled, writer) for filled in row] for row in spread(laid_out(rows))]
    width = max(len(row) for row in cells)
    if not rows[0].header:
        cells.insert(0, [])
    if width * len(cells) <= MOST_FILLED:
        cells = [row + [""] * (width - len(row)) for row in cells]
    else:
        cells[0] += [""] * (width - len(cells[0]))
    cells.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _cell(filled: Filled, writer: _Markdown) -> str:
    written = _inline(filled.block, writer, filled.insets)
    return _BLANKS.sub(" ", written).strip(" ").replace("|", "\\|")
