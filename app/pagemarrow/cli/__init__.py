"""The command line: ``marrow clean | serve | rules | health | version``, also ``python -m app``.

Each command is a module of this package with ``run(arguments) -> exit code``, imported only when it is asked
for: ``marrow health`` runs every few seconds in a container and has no use for the extractor.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from pagemarrow.cli.arguments import parser

EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
"""128 + SIGINT and 128 + SIGPIPE: what a shell reports of a program ended by these signals."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (or ``sys.argv``) name; return its exit code.

    0 is success, 1 that something failed, 2 that the command was not understood.
    """
    given = parser().parse_args(arguments)
    command = importlib.import_module(f"pagemarrow.cli.{given.command}")
    try:
        code: int = command.run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has had enough. Python flushes stdout once more at exit: give it where to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    return code
