"""Measure quality and speed side by side with peers.

    python -m bench [quality|text|speed|service|rules|gate|all] --pages FOLDER --text FOLDER

``--pages`` takes a page set in its published layout, or a folder of such sets; ``--text`` a folder of
labelled text inputs (without it they are rendered from the pages). Tables are printed and written to
``bench/results/``. ``--sample N`` measures N evenly spread pages of each set.
"""

from __future__ import annotations

from bench.command import main

if __name__ == "__main__":
    main()
