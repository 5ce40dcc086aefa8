"""``marrow clean``: the bodies of pages as text, Markdown, HTML or the service's JSON, or the reasons for them."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import track
from rich.text import Text

from pagemarrow.cli.line_table import line_table
from pagemarrow.cli.listing import listing
from pagemarrow.cli.outputs import Folder, Output, Stdout
from pagemarrow.cli.pages import PageFailed, PageFile, page_files, read_page
from pagemarrow.cli.rules import rules_of_environment
from pagemarrow.core import InvalidOption, Options, extract
from pagemarrow.core.decode import decode
from pagemarrow.core.options import parse_options
from pagemarrow.core.ruleset import RuleSet
from pagemarrow.service.jobs import JSON, Job
from pagemarrow.service.perform import perform

MEDIA_TYPES = {"html": "text/html", "text": "text/plain", None: None}
ACCEPTED = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}
OPTIONS = ("format", "include", "explain", "url", "page_type", "title")
"""Names of the options that the command line takes."""
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html"}
"""Of output files, by format."""


def run(given: argparse.Namespace) -> int:
    """Clean every page; one that fails is told on stderr and does not stop the others."""
    try:
        options = parse_options({name: getattr(given, name) for name in OPTIONS})
    except InvalidOption as error:
        return _complain(str(error), 2)
    if given.lines and (given.json or given.explain or given.kind == "html"):
        return _complain("--lines is for text, and goes with neither --json nor --explain", 2)
    pages = list(page_files(given.paths))
    if not pages:
        return _complain(f"no pages in {', '.join(given.paths)}", 1)
    output = _output(given, pages)
    rules = rules_of_environment()
    failed = 0
    for page in _tracked(pages, given):
        try:
            output.write(page, _cleaned(page, given, options, rules))
        except BrokenPipeError:
            raise
        except PageFailed as error:
            failed = _complain(f"{page.path}: {error}", 1)
        except Exception:  # noqa: BLE001 - the outermost handler of a page: a fault of ours must not cost the rest
            failed = _complain(f"{page.path}: internal error, please report it\n{traceback.format_exc()}", 1)
    return failed


def _complain(what: str, code: int) -> int:
    print(f"marrow: {what}", file=sys.stderr)
    return code


def _output(given: argparse.Namespace, pages: list[PageFile]) -> Output:
    if given.output is None:
        return Stdout(titled=len(pages) > 1 and not given.json)
    if given.lines:
        return Folder(given.output, ".tsv", pages)
    suffix = ".json" if given.json else ".txt" if given.explain else SUFFIXES[given.format]
    return Folder(given.output, suffix, pages)


def _cleaned(page: PageFile, given: argparse.Namespace, options: Options, rules: RuleSet) -> Text | bytes:
    content = read_page(page)
    media_type = MEDIA_TYPES[given.kind]

    def told(error: Exception) -> None:
        trace = "".join(traceback.format_exception(error))
        _complain(
            f"{page.path}: internal error, please report it; read by the linear path instead\n{trace}", 0
        )

    if given.lines:
        text = decode(content, MEDIA_TYPES["text"]).text
        article = extract(text, content_type=MEDIA_TYPES["text"], options=options, rules=rules, on_error=told)
        return line_table(text, article).encode("utf-8", "surrogateescape")
    if given.explain and not given.json:
        article = extract(content, content_type=media_type, options=options, rules=rules, on_error=told)
        return listing(article, _columns(given))
    accept = JSON if given.json else ACCEPTED[given.format]
    job = Job(content, media_type, options, page.path, accept, deadline_ms=0, request_id="")
    answer = perform(job, rules, told)
    if not answer.record.chars_out:
        _complain(f"{page.path}: no body found ({', '.join(answer.record.warnings) or 'no warnings'})", 0)
    return answer.body


def _columns(given: argparse.Namespace) -> int | None:
    """On a terminal a block takes one line; in a pipe or file its text is whole."""
    return Console().width if given.output is None and sys.stdout.isatty() else None


def _tracked(pages: Sequence[PageFile], given: argparse.Namespace) -> Iterable[PageFile]:
    """Show progress on stderr, but never through the bodies on the same terminal, and not for one page."""
    console = Console(stderr=True)
    apart = given.output is not None or not sys.stdout.isatty()
    if len(pages) == 1 or not (apart and console.is_terminal):
        return pages
    return track(pages, description="Cleaning", console=console)
