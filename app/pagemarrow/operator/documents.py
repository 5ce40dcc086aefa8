"""YAML with places: every value knows the line it stands on, so that what is wrong with it can be named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from pagemarrow.operator.problems import Problem

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

MOST_BYTES: Final = 2_000_000
"""Of one rule file."""
MOST_DIGITS: Final = 9
"""Of a number: ``int`` itself refuses thousands."""
DEEPEST: Final = 50
"""Levels of lists and mappings. The parser's time grows with their square, and rule files need five."""

Node = yaml.Node


class Wrong(Exception):
    """A value can't be used; the message says why, ``line`` where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def line_of(node: Node) -> int:
    """Return the line a value begins on, from 1."""
    return int(node.start_mark.line) + 1


def compose(text: str) -> Node | None:
    """Return the document's root, ``None`` for an empty one. Raises ``Wrong`` for what is no single safe document."""
    try:
        _check_events(text)
        return yaml.compose(text, Loader=_SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Wrong(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise Wrong(1, f"not YAML: {str(error).splitlines()[0]}") from None


def _check_events(text: str) -> None:
    """Raise ``Wrong`` for what small files can do harm with. Events come as the text is read, not after it."""
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Wrong(line, f"lists and mappings nest deeper than {DEEPEST} levels")
        if isinstance(event, yaml.AliasEvent):  # a few lines of them can stand for gigabytes
            raise Wrong(line, "aliases (*name) are not read here")


class Record:
    """A mapping whose keys are known; what is unknown or twice there is a problem of its own."""

    def __init__(self, node: Node, known: tuple[str, ...], what: str) -> None:
        if not isinstance(node, yaml.MappingNode):
            raise Wrong(line_of(node), f"{what} must be a mapping of names to values")
        self.line = line_of(node)
        self.what = what
        self._values: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name not in known:
                raise Wrong(line_of(key), f"unknown name {name!r} in {what}; known: {', '.join(known)}")
            if name in self._values:
                raise Wrong(line_of(key), f"{name!r} stands twice in {what}")
            self._values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def line_of(self, name: str) -> int:
        """Return the line of a value, or of the whole mapping where it has none of that name."""
        return line_of(self._values[name]) if name in self._values else self.line

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string; without ``default`` it has to be there, and not to be empty."""
        if name not in self._values:
            if default is None:
                raise Wrong(self.line, f"{self.what} needs {name!r}")
            return default
        text = _scalar(self._values[name], name)
        if not text and default is None:
            raise Wrong(self.line_of(name), f"{name!r} is empty")
        return text

    def one_of(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return a string that is one of ``choices``."""
        text = self.text(name, default)
        if text not in choices:
            raise Wrong(self.line_of(name), f"{name!r} must be one of {', '.join(choices)}; not {text!r}")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of strings; a single one stands for a list of one."""
        if name not in self._values:
            return ()
        return tuple(_scalar(item, name) for item in self.nodes(name))

    def nodes(self, name: str) -> Iterator[Node]:
        """Yield the items of a list, or the single value."""
        node = self._values.get(name)
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        elif node is not None:
            yield node

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to ``most``."""
        text = self.text(name, str(default))
        whole = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
        if not whole or not 1 <= int(text) <= most:
            raise Wrong(self.line_of(name), f"{name!r} must be a whole number from 1 to {most}")
        return int(text)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        text = self.one_of(name, tuple(_FLAGS), "true" if default else "false")
        return _FLAGS[text]


def _scalar(node: Node, name: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        raise Wrong(line_of(node), f"{name!r} must be text, or a list of texts")
    value: Any = node.value
    return str(value)


def problem(file: str, wrong: Wrong) -> Problem:
    """Return ``wrong`` as it is reported for ``file``."""
    return Problem(file, wrong.line, str(wrong))


_FLAGS: Final = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
