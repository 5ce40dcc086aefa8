"""``python -m app`` is ``marrow``."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
