"""Markdown as CommonMark 0.31 reads it, tables as GitHub does; text is escaped so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import category

from app.core.model import Block, Image
from app.core.render.inline import write_inline
from app.core.render.links import Links
from app.core.render.parts import Code, Heading, List, Paragraph, Part, Picture, Quote, Row, Table

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
_BRACKETS = re.compile(r"(\\.|(`+).+?(?<!`)\2(?!`))|[\[\]]")
_DEFINES = re.compile(r"(?:\\.|[^\[\]\\])*\]:")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_FENCES = re.compile(r"`+")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_MARKS: Final = {"strong": "**", "em": "*"}
_ASCII_SYMBOLS: Final = frozenset("$+<=>^`|~")
_TAGS: Final = frozenset({"sup", "sub"})
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
    for part in parts:
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
            return _paragraph(_inline(part.block, writer))
        case Heading():
            return "#" * part.level + " " + _heading(_inline(part.block, writer))
        case List():
            return _list(part, writer, ("*", ")") if other_signs else ("-", "."))
        case Quote():
            return _prefixed(_parts(part.parts, writer), "> ", "> ")
        case Table():
            return _table(part, writer)
        case Code():
            return _fenced(part.text, part.language)
        case Picture():
            return _picture(part.image, writer)


def _picture(image: Image, writer: _Markdown) -> str:
    address = writer.links.address(image.source)
    alternative = _bracketed(writer.text(" ".join(image.alternative.split())))
    return f"![{alternative}]({_ENTITY.sub('&amp;', address)})" if address else ""


def _inline(block: Block, writer: _Markdown) -> str:
    return _LAST_SIGN.sub(r"\1", write_inline(block, writer))


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
    """Escape the brackets of a link's text, but for those in code or escaped already."""
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
        sign = f"{item.number}{signs[1]} " if part.ordered else f"{signs[0]} "
        text = _parts(item.parts, writer, in_item=True)
        if text:
            lines.append(_prefixed(text, sign, " " * len(sign)))
    return "\n".join(lines)


def _table(table: Table, writer: _Markdown) -> str:
    """Rows as tables; a cell that holds lines of code is no cell of the format, and stands between them."""
    written: list[str] = []
    rows: list[Row] = []
    for row in table.rows:
        if not any("\n" in cell.text for cell in row.cells):
            rows.append(row)
            continue
        if rows:
            written.append(_rows(rows, writer))
        rows = []
        written += [
            _fenced(cell.text) if "\n" in cell.text else _paragraph(_inline(cell, writer))
            for cell in row.cells
            if cell.text
        ]
    if rows:
        written.append(_rows(rows, writer))
    return "\n\n".join(written)


def _rows(rows: Sequence[Row], writer: _Markdown) -> str:
    """A table whose first row is no heading gets an empty one: the format knows no table without."""
    cells = [[_cell(cell, writer) for cell in row.cells] for row in rows]
    width = max(len(row) for row in cells)
    if not rows[0].header:
        cells.insert(0, [""] * width)
    cells = [row + [""] * (width - len(row)) for row in cells]
    cells.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _cell(cell: Block, writer: _Markdown) -> str:
    return _BLANKS.sub(" ", _inline(cell, writer)).strip(" ").replace("|", "\\|")
