"""``python -m pagemarrow`` is ``marrow``."""

import sys

from pagemarrow.cli import main

if __name__ == "__main__":
    sys.exit(main())
