"""What the command line takes. Standard library only, so that every command starts quickly."""

from __future__ import annotations

import argparse

from pagemarrow import __version__

HEALTH_TIMEOUT_S = 2.0
PAGE_TYPES = ("auto", "article", "forum", "documentation", "product", "listing", "collection", "service")
"""As ``model.PAGE_TYPE_CHOICES``, which takes a while to import."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; ``command`` names the module of ``pagemarrow.cli`` that runs it."""
    whole = argparse.ArgumentParser(
        prog="marrow",
        description="The article's body of a scraped page, HTML or plain text, and nothing else.",
    )
    whole.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_clean(commands)
    _add_serve(commands)
    _add_rules(commands)
    _add_health(commands)
    commands.add_parser("version", help="print the versions of the program and its rules")
    return whole


Commands = argparse._SubParsersAction  # argparse gives its type no public name


def _add_clean(commands: Commands[argparse.ArgumentParser]) -> None:
    clean = commands.add_parser(
        "clean",
        help="print the bodies of pages",
        description="Print the body of each page. Whether it is HTML or text is told by its content; .gz is unpacked.",
        epilog="Exit code: 0 when every page was read, 1 when one could not be, 2 when the command was not understood.",
    )
    clean.add_argument(
        "paths",
        nargs="*",
        default=["-"],
        metavar="FILE|DIRECTORY|-",
        help="pages; directories are searched for .html, .htm, .xhtml, .txt, .text and .md, also with .gz after these;"
        " - (the default) reads one from stdin",
    )
    clean.add_argument("--format", choices=("text", "markdown", "html"), default="text", help="of the body")
    clean.add_argument(
        "--include",
        metavar="LIST",
        default="",
        help="title, captions, comments, links, images: comma-separated",
    )
    clean.add_argument("--url", help="the page's address: resolves links, selects site rules; never fetched")
    clean.add_argument(
        "--page-type",
        choices=PAGE_TYPES,
        help="the kind of page where you know it; taken as true",
    )
    clean.add_argument("--title", help="the page's headline where you know it; helps to find the body")
    clean.add_argument(
        "--as", dest="kind", choices=("html", "text"), help="take pages for HTML or text unseen"
    )
    clean.add_argument(
        "--json", action="store_true", help="the service's answer, one line a page; its id is the path"
    )
    clean.add_argument(
        "--explain", action="store_true", help="list every block, kept or dropped, with category and reasons"
    )
    clean.add_argument(
        "--lines",
        action="store_true",
        help="take pages for text and print a row a line: keep or drop, category, line, parted by tabs",
    )
    clean.add_argument(
        "-o", "--output", metavar="FOLDER", help="write one file a page there instead of to stdout"
    )


def _add_serve(commands: Commands[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser(
        "serve",
        help="start the HTTP service",
        description="Start the HTTP service. Settings are MARROW_… variables (see the README); these flags go before them.",
    )
    serve.add_argument("--host", help="address to listen on (MARROW_HOST, 127.0.0.1)")
    serve.add_argument("--port", help="port to listen on (MARROW_PORT, 8000)")
    serve.add_argument("--workers", help="worker processes (MARROW_WORKERS, the number of cores)")


def _add_rules(commands: Commands[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser(
        "rules",
        help="list the rules",
        description="List what boilerplate looks like; or check or test your own rule files.",
        usage="%(prog)s [-h] [--theme THEME] [--json] [check DIR | test DIR PAGE]",
    )
    rules.add_argument("--theme", help="only the rules of one theme (the part of an id before the dot)")
    rules.add_argument("--json", action="store_true", help="one line a rule, with its examples")
    actions = rules.add_subparsers(dest="action", metavar="check|test", prog="marrow rules")
    check = actions.add_parser(
        "check",
        help="check your own rule files and run their examples",
        description="Print what is wrong as file:line: message. Exit code: 0 when nothing is, 1 otherwise.",
    )
    check.add_argument("directory", metavar="DIR", help="of rule and site files, as for MARROW_RULES_DIR")
    test = actions.add_parser("test", help="show the difference that your own rules make to a page")
    test.add_argument("directory", metavar="DIR", help="of rule and site files, as for MARROW_RULES_DIR")
    test.add_argument("page", metavar="PAGE", help="a file; - reads stdin")
    test.add_argument("--url", help="the page's address: selects site rules; never fetched")
    test.add_argument(
        "--as", dest="kind", choices=("html", "text"), help="take the page for HTML or text unseen"
    )


def _add_health(commands: Commands[argparse.ArgumentParser]) -> None:
    health = commands.add_parser(
        "health",
        help="ask a running service whether it is ready",
        description="Exit with 0 when the service answers that it is ready, with 1 otherwise.",
    )
    health.add_argument(
        "--url", help="the service's address; MARROW_HOST and MARROW_PORT, or MARROW_UDS, by default"
    )
    health.add_argument(
        "--timeout",
        type=float,
        default=HEALTH_TIMEOUT_S,
        metavar="SECONDS",
        help=f"{HEALTH_TIMEOUT_S:g} by default",
    )
