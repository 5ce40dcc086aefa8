"""A folder of rule files to one ``RuleSet``. Files are read again only when they have changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from pagemarrow.core.model import Rule
from pagemarrow.core.rules import RULES
from pagemarrow.core.ruleset import BUILT_IN, RuleSet, combine
from pagemarrow.core.site.hosts import Sites
from pagemarrow.core.site.values import SiteRule
from pagemarrow.operator.documents import MOST_BYTES, Record, Wrong, compose, problem
from pagemarrow.operator.ftr import SiteFile, read_ftr
from pagemarrow.operator.problems import Problem
from pagemarrow.operator.records import read_rule
from pagemarrow.operator.sites import SiteEntry, read_site_entry

YAML: Final = (".yaml", ".yml")
FTR: Final = ".txt"
SUFFIXES: Final = (*YAML, FTR)
TOP: Final = ("rules", "rules_off", "sites")

PASSED_OVER: Final = "lost+found"
"""A folder that file systems keep at their root for themselves, and that only root may read."""

Stamp = tuple[int, int, int, int] | str
"""Of a file's state: times of the last change of content and of rights in ns, size, inode; or why none is known."""


class Contents(NamedTuple):
    """What one file holds."""

    rules: tuple[tuple[Rule, int], ...] = ()
    """With the lines they stand on."""
    rules_off: tuple[tuple[str, int], ...] = ()
    sites: tuple[SiteEntry, ...] = ()
    site_file: SiteFile | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


class Loaded(NamedTuple):
    """What a folder holds."""

    rules: RuleSet
    """Of the files without problems; complete when there are no ``problems``."""
    problems: tuple[Problem, ...]
    """Errors: the set must not come into force by a change."""
    notices: tuple[Problem, ...]
    """Passed over, with no harm to the rest."""


class RuleFolder:
    """The rule files of a directory and those below it: ``.yaml`` and ``.yml`` ours, ``.txt`` named for hosts."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._stamps: dict[str, Stamp] | None = None
        self._known: dict[str, tuple[Stamp, Contents]] = {}

    def has_changed(self) -> bool:
        """Tell whether any file is new, gone or different since the last ``load``."""
        return self._stamped() != self._stamps

    def load(self) -> Loaded:
        """Read what has changed and return all; never raises for what a file holds."""
        stamps = self._stamped()
        self._stamps = stamps
        if stamps is None:
            there = Problem(os.path.abspath(self.path), 0, "no such directory, or it can't be read")
            return Loaded(BUILT_IN, (there,), ())
        fresh = {name: self._contents(name, stamp) for name, stamp in stamps.items()}
        self._known = {name: (stamps[name], contents) for name, contents in fresh.items()}
        return joined(fresh)

    def _contents(self, name: str, stamp: Stamp) -> Contents:
        known = self._known.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        if isinstance(stamp, str):
            return Contents(problems=(Problem(name, 0, stamp),))
        try:
            text = _read(self.path / name).decode("utf-8-sig", "replace" if name.endswith(FTR) else "strict")
        except UnicodeDecodeError:
            return Contents(problems=(Problem(name, 1, "not UTF-8"),))
        except (OSError, ValueError) as error:
            return Contents(problems=(Problem(name, 0, _why(error)),))
        try:
            return read_file(name, text)
        except Exception as error:  # noqa: BLE001 - what one file holds must not cost the others
            return Contents(problems=(Problem(name, 0, f"can't be used: {type(error).__name__}: {error}"),))

    def _stamped(self) -> dict[str, Stamp] | None:
        try:
            return dict(sorted(_stamps(str(self.path))))
        except OSError:
            return None


def _read(path: Path) -> bytes:
    """Return what a regular file holds; a pipe or a device might never come to an end, or not even open."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("not a regular file")
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ValueError(f"larger than {MOST_BYTES} bytes")
    return raw


def _stamps(top: str) -> Iterator[tuple[str, Stamp]]:
    """Yield the rule files below ``top``, and what is there but can't be looked at. Raises ``OSError`` for ``top``
    itself alone.

    Hidden folders are passed over, links to files are followed: so a mounted ConfigMap's files are met once.
    """
    folders = [""]
    while folders:
        prefix = folders.pop()
        try:
            with os.scandir(os.path.join(top, prefix)) as found:
                entries = list(found)
        except OSError as error:
            if not prefix:
                raise
            if not isinstance(error, FileNotFoundError):
                yield prefix, _why(error)
            continue
        for entry in entries:
            try:
                if entry.name.endswith(SUFFIXES):
                    state = entry.stat()
                    times = state.st_mtime_ns, state.st_ctime_ns
                    yield prefix + entry.name, (*times, state.st_size, state.st_ino)
                elif _is_searched(entry):
                    folders.append(f"{prefix}{entry.name}/")
            except FileNotFoundError:  # replaced in this very moment; the next look finds it
                continue
            except OSError as error:
                yield prefix + entry.name, _why(error)


def _is_searched(entry: os.DirEntry[str]) -> bool:
    hidden = entry.name.startswith(".") or entry.name == PASSED_OVER
    return not hidden and entry.is_dir(follow_symlinks=False)


def _why(error: OSError | ValueError) -> str:
    """Without the path, which stands before it anyway."""
    told = error.strerror if isinstance(error, OSError) else None
    return f"can't be read: {told or error}"


def read_file(name: str, text: str) -> Contents:
    """Return what the file ``name`` holds, with ``text`` as its content."""
    if name.endswith(FTR):
        site = read_ftr(name, text)
        if site is None:
            return Contents(notices=(Problem(name, 1, "its name is no host's; passed over"),))
        return Contents(site_file=site, notices=site.notices)
    try:
        root = compose(text)
        if root is None:
            return Contents()
        top = Record(root, TOP, "a rule file")
        rules_off = tuple((_text(node), node.start_mark.line + 1) for node in top.nodes("rules_off"))
    except Wrong as error:
        return Contents(problems=(problem(name, error),))
    found: list[Problem] = []
    rules, sites = [], []
    for node in top.nodes("rules"):
        try:
            rules.append((read_rule(node), node.start_mark.line + 1))
        except Wrong as error:
            found.append(problem(name, error))
    for node in top.nodes("sites"):
        try:
            sites.append(read_site_entry(node, name))
        except Wrong as error:
            found.append(problem(name, error))
    return Contents(tuple(rules), rules_off, tuple(sites), None, tuple(found))


def joined(files: Mapping[str, Contents]) -> Loaded:
    """Put the files together, and check what only shows between them."""
    problems = [found for contents in files.values() for found in contents.problems]
    notices = [found for contents in files.values() for found in contents.notices]
    rules = _rules(files, problems)
    known = {rule.id for rule in (*RULES, *rules)}
    off = []
    for name, contents in files.items():
        for rule_id, line in contents.rules_off:
            if rule_id in known:
                off.append(rule_id)
            else:
                problems.append(Problem(name, line, f"switches off {rule_id!r}, which is no rule"))
        for entry in contents.sites:
            for rule_id in sorted(entry.rule.rules_off - known):
                problems.append(Problem(name, entry.line, f"switches off {rule_id!r}, which is no rule"))
    own = [rule for rule in rules if rule.id not in off]
    return Loaded(combine(own, off, _sites(files, problems, notices)), tuple(problems), tuple(notices))


def _rules(files: Mapping[str, Contents], problems: list[Problem]) -> list[Rule]:
    places = {rule.id: "among the built-in rules" for rule in RULES}
    rules = []
    for name, contents in files.items():
        for rule, line in contents.rules:
            if rule.id in places:
                problems.append(
                    Problem(name, line, f"there is a rule {rule.id!r} already, {places[rule.id]}")
                )
                continue
            places[rule.id] = f"in {name}:{line}"
            rules.append(rule)
    return rules


def _sites(files: Mapping[str, Contents], problems: list[Problem], notices: list[Problem]) -> Sites:
    """Our own form goes before the other one, for it was written for this service."""
    exact: dict[str, SiteRule] = {}
    below: dict[str, SiteRule] = {}
    for name, contents in files.items():
        for entry in contents.sites:
            for table, hosts in ((exact, entry.exact), (below, entry.below)):
                for host in hosts:
                    other = table.setdefault(host, entry.rule)
                    if other is not entry.rule:
                        problems.append(
                            Problem(name, entry.line, f"{host} has a rule already, in {other.source}")
                        )
    found = [(name, contents.site_file) for name, contents in files.items() if contents.site_file]
    for name, site in sorted(
        found, key=lambda pair: pair[1].below
    ):  # a host's own file before that of its family
        table = below if site.below else exact
        other = table.setdefault(site.host, site.rule)
        if other is not site.rule:
            notices.append(Problem(name, 1, f"{site.host} has a rule already, in {other.source}"))
        if site.below:
            exact.setdefault(site.host, site.rule)
    return Sites(exact, below)


def _text(node: object) -> str:
    return str(getattr(node, "value", ""))
