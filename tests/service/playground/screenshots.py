"""The pictures of the README: python -m tests.service.playground.screenshots http://127.0.0.1:8000 examples"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.service.playground.browser import chromium

SIZE = {"width": 1360, "height": 1190}


def main(address: str, folder: Path) -> None:
    """Take the playground with a dropped block held, in light and dark."""
    with chromium() as browser:
        for scheme, name in (("light", "playground.png"), ("dark", "playground-dark.png")):
            context = browser.new_context(viewport=SIZE, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(address)
            for _ in range(5):  # the time it takes when warm
                with page.expect_response("**/v1/extract"):
                    page.get_by_role("button", name="Extract").click()
            page.locator(".block.dropped.c-read_more").first.click()
            page.mouse.move(0, 0)
            page.screenshot(path=folder / name)
            context.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
