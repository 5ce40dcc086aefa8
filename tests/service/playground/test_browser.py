"""The playground in a real browser: what people do with it, and what a hostile page can't."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the playground's browser tests need Playwright")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Request, expect

from tests.conftest import Serve
from tests.service.playground.browser import CHROMIUM, chromium

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"the playground's browser tests need Debian's chromium ({CHROMIUM})"
)

BODY = (
    "The lock keeper at Averley has opened the upper gates by hand every morning since the motor burnt out in March.",
    "It takes him forty minutes, he says, and on frosty days an hour, because the beam freezes to its iron shoe.",
    "The canal trust has promised a new motor for the summer, which is what it had promised for the last one too.",
)
NEWSLETTER = "Sign up for our newsletter and never miss a story."
READ_MORE = "Read more: Seven lock cottages you can sleep in"
PAGE = f"""<!doctype html><html lang="en"><head><title>By hand at Averley Lock | Towpath News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/boats">Boats</a></li><li><a href="/walks">Walks</a></li></ul></nav>
<main><article><h1>By hand at Averley Lock</h1><p>{BODY[0]}</p><p>{BODY[1]}</p>
<p><a href="/cottages">{READ_MORE}</a></p><p>{BODY[2]}</p>
<div class="newsletter"><p>{NEWSLETTER}</p></div></article></main><footer>© Towpath News. All rights reserved.</footer>
</body></html>"""
LEAK = "http://attacker.example"
HOSTILE = f"""<!doctype html><html><head><base href="{LEAK}/"><meta http-equiv="refresh" content="0;url={LEAK}/gone">
<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title><link rel="stylesheet" href="{LEAK}/a.css">
<script src="{LEAK}/a.js"></script><style>@import url("{LEAK}/b.css"); body {{ display: none !important }}</style></head>
<body onload="alert(2)"><script>alert(3); document.title = "owned"</script><article><h1>Locks and keys</h1>
<p>{BODY[0]} <img src="{LEAK}/i.png" onerror="alert(4)"> <a href="javascript:alert(5)">Open the gate</a></p>
<svg onload="alert(6)"><script>alert(7)</script><text>svg</text></svg>
<p>&lt;script&gt;alert(8)&lt;/script&gt; &lt;img src={LEAK}/j.png onerror=alert(9)&gt; is what he wrote to the trust, and they wrote back.</p>
<p>{BODY[1]}</p><p>"/&gt;&lt;svg onload=alert(10)&gt; was the answer, which nobody in the lower village could read.</p>
<iframe srcdoc="<script>alert(11)</script>"></iframe><p>{BODY[2]}</p>
<details open ontoggle="alert(12)"><p>The beam itself was made in 1911, he says, of oak from the hill above the lock.</p></details>
<form action="{LEAK}/f"><button formaction="javascript:alert(13)">Send</button></form></article></body></html>"""
LOCAL = re.compile(r"^/(?:|playground/[\w.]+|v1/extract)$")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(serve: Serve) -> Iterator[str]:
    with serve(workers="0") as url:
        yield url


class Watched:
    """A page of the playground, with everything it asked for and complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        context.set_default_timeout(10_000)
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.on("dialog", self._dialog)
        self.page.goto(address)
        expect(self.blocks.first).to_be_visible()

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def blocks(self) -> Locator:
        return self.page.get_by_role("option").filter(has=self.page.locator(".words"))

    @property
    def body(self) -> Locator:
        return self.page.locator("#body")

    @property
    def inspector(self) -> Locator:
        return self.page.locator("#inspector")

    def block(self, text: str) -> Locator:
        return self.blocks.filter(has_text=text)

    def paste(self, text: str) -> None:
        """As people do: the old page out with the keyboard, the new one in from the clipboard."""
        field = self.page.locator("#page")
        with self.page.expect_response("**/v1/extract"):
            field.fill(text)
        field.press("ControlOrMeta+a")
        field.press("ControlOrMeta+x")
        with self.page.expect_response("**/v1/extract"):
            field.press("ControlOrMeta+v")
        expect(self.page.locator("#example")).to_have_value("")


@pytest.fixture
def shown(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    watched = Watched(context, address)
    yield watched
    context.close()
    assert watched.complaints == []


@pytest.fixture
def unguarded(browser: Browser, address: str) -> Iterator[Watched]:
    """Without the page's policy, which lets no script of a test into it: to read the clipboard or a colour."""
    context = browser.new_context(bypass_csp=True, permissions=["clipboard-read", "clipboard-write"])
    watched = Watched(context, address)
    yield watched
    context.close()
    assert watched.complaints == []


def body_of(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraphs)


def test_a_pasted_page_shows_its_body_and_its_blocks_tinted(shown: Watched) -> None:
    shown.paste(PAGE)
    expect(shown.body.locator("pre")).to_have_text(body_of(BODY))
    for sentence in BODY:
        expect(shown.block(sentence)).to_have_class(re.compile(r"\bkept c-body\b"))
        expect(shown.block(sentence)).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    for text, category in ((NEWSLETTER, "newsletter"), (READ_MORE, "read_more"), ("Boats", "navigation")):
        dropped = shown.block(text)
        expect(dropped).to_have_class(re.compile(rf"\bdropped c-{category}\b"))
        expect(dropped).to_contain_text(f"dropped, {category.replace('_', ' ')}")
        expect(dropped).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(
        shown.page.get_by_role("img", name=re.compile(r"^\d+ blocks along the page; the body, 3 blocks"))
    ).to_be_visible()


def test_hover_and_focus_tell_the_reasons_and_the_terms(shown: Watched) -> None:
    shown.paste(PAGE)
    shown.block(READ_MORE).hover()
    expect(shown.inspector).to_contain_text("is dropped")
    expect(shown.inspector.locator(".reasons code").first).to_contain_text("read_more.")
    expect(shown.inspector.locator(".terms li")).to_have_count(5)
    expect(shown.inspector.locator(".site code")).to_have_text(
        "html > body > main > article > p:nth-of-type(3)"
    )
    shown.page.mouse.move(0, 0)
    expect(shown.inspector).to_contain_text("stands here")
    shown.block("Home").focus()
    shown.page.keyboard.press("End")
    expect(shown.block("All rights reserved")).to_be_focused()
    expect(shown.inspector).to_contain_text(re.compile(r"Block \d+ is dropped"))
    shown.page.keyboard.press("ArrowUp")
    expect(shown.block(NEWSLETTER)).to_be_focused()
    expect(shown.block(NEWSLETTER)).to_have_attribute("aria-describedby", "inspector")
    shown.page.keyboard.press("Enter")
    expect(shown.block(NEWSLETTER)).to_have_attribute("aria-selected", "true")
    shown.block(BODY[0]).hover()
    shown.page.mouse.move(0, 0)
    expect(shown.inspector.locator(".chip")).to_have_text("newsletter")
    shown.page.keyboard.press("Escape")
    expect(shown.inspector).to_contain_text("stands here")


def test_categories_filter_the_blocks(shown: Watched) -> None:
    shown.paste(PAGE)
    every = shown.blocks.count()
    navigation = shown.page.locator("#categories").get_by_label("navigation")
    navigation.uncheck()
    expect(shown.block("Boats")).to_be_hidden()
    expect(shown.block(NEWSLETTER)).to_be_visible()
    expect(shown.page.locator("#shown-count")).to_have_text(re.compile(rf"^\d+ of {every}$"))
    shown.page.get_by_label("kept", exact=True).check()
    expect(shown.page.locator(".block:visible")).to_have_count(3)
    shown.page.get_by_label("dropped", exact=True).check()
    expect(shown.block(BODY[0])).to_be_hidden()
    shown.page.get_by_label("all", exact=True).check()
    navigation.check()
    expect(shown.page.locator(".block:visible")).to_have_count(every)


def test_options_are_applied_at_once(shown: Watched) -> None:
    shown.paste(PAGE)
    shown.page.get_by_label("title", exact=True).check()
    expect(shown.body.locator("pre")).to_have_text(body_of(("By hand at Averley Lock", *BODY)))
    shown.page.get_by_label("markdown").check()
    expect(shown.body.locator("pre")).to_have_text(body_of(("# By hand at Averley Lock", *BODY)))
    shown.page.get_by_label("html", exact=True).check()
    expect(shown.body.locator("pre")).to_contain_text("<h1>By hand at Averley Lock</h1>")
    assert shown.body.locator("h1").count() == 0
    shown.page.get_by_text("url, selectors").click()
    shown.page.get_by_label("list every block").uncheck()
    expect(shown.page.locator("#shown-count")).to_have_text("explain is off")
    expect(shown.blocks).to_have_count(0)
    shown.page.get_by_label("selectors.drop").fill("p:nth-of-type(")
    shown.page.get_by_label("deadline_ms").focus()
    expect(shown.page.get_by_role("alert")).to_contain_text("not a CSS selector")
    shown.complaints.clear()  # the browser's own line about the 422


def test_a_block_can_be_mended_by_selector(shown: Watched) -> None:
    shown.paste(PAGE)
    shown.block(BODY[1]).click()
    shown.inspector.get_by_role("button", name="Drop by selector").click()
    expect(shown.body.locator("pre")).to_have_text(body_of((BODY[0], BODY[2])))
    expect(shown.page.get_by_label("selectors.drop")).to_have_value(
        "html > body > main > article > p:nth-of-type(2)"
    )


def test_categories_are_told_apart_by_colour(unguarded: Watched) -> None:
    unguarded.paste(PAGE)
    tints = {
        unguarded.block(text).evaluate("node => getComputedStyle(node).backgroundColor")
        for text in (NEWSLETTER, READ_MORE, "Boats", BODY[0])
    }
    assert len(tints) == 4


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_copied_curl_gives_the_same_body(unguarded: Watched) -> None:
    unguarded.paste(PAGE.replace("Averley has", "Averley $(id) `id` 'has' \\n"))
    unguarded.page.get_by_label("markdown").check()
    unguarded.page.get_by_label("title", exact=True).check()
    expect(unguarded.body).to_contain_text("# By hand")
    unguarded.page.get_by_role("button", name="Copy curl").click()
    expect(unguarded.page.get_by_role("status")).to_contain_text("in the clipboard")
    command = unguarded.page.evaluate("navigator.clipboard.readText()")
    body = unguarded.page.locator("#body pre").text_content() or ""
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=30, check=True)
    answer = json.loads(done.stdout)
    assert answer["text"] == body
    assert re.search(r"\$\(id\)", body)
    assert any(not block["kept"] for block in answer["blocks"])


def test_the_answer_can_be_downloaded(shown: Watched) -> None:
    shown.paste(PAGE)
    with shown.page.expect_download() as downloading:
        shown.page.get_by_role("button", name="Download JSON").click()
    answer = json.loads(Path(downloading.value.path()).read_text("utf-8"))
    assert answer["text"] == body_of(BODY)
    assert {"path", "terms", "reasons"} <= set(answer["blocks"][0])


def test_a_file_and_an_example_replace_the_page(shown: Watched) -> None:
    latin = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("frosty", "frosty (ä)")
    with shown.page.expect_response("**/v1/extract"):
        shown.page.get_by_label("Open a file").set_input_files(
            {"name": "lock.html", "mimeType": "text/html", "buffer": latin.encode("latin-1")}
        )
    expect(shown.body).to_contain_text("on frosty (ä) days")
    with shown.page.expect_response("**/v1/extract"):
        shown.page.get_by_label("Example").select_option(label="Magazine piece, plain text")
    expect(shown.page.get_by_role("radio", name="plain text")).to_be_checked()
    shown.blocks.last.click()
    expect(shown.inspector).to_contain_text(re.compile(r"Characters \d+ to \d+ of the text"))


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_hostile_page_neither_runs_nor_fetches(shown: Watched, form: str) -> None:
    shown.page.get_by_role("radio", name=form, exact=True).check()
    shown.paste(HOSTILE)
    expect(shown.body).to_contain_text("onerror=alert(9)")
    for number in range(shown.blocks.count()):
        shown.blocks.nth(number).hover()
    shown.page.get_by_text("Open the gate").first.click()
    expect(shown.blocks.filter(has_text="<script>alert(8)</script>")).to_have_count(1)
    shows = shown.page.locator(":is(#body, #blocks, #inspector, #summary)")
    assert shows.locator(":is(script, img, a, iframe, form, style, link, base, meta)").count() == 0
    expect(shown.page).to_have_title("Marrow: playground")
    assert shown.page.url == f"{shown.address}/"
    asked = {request.url for request in shown.requests}
    assert [url for url in asked if not url.startswith(f"{shown.address}/")] == []
    assert [url for url in asked if not LOCAL.match(url.removeprefix(shown.address))] == []
    assert shown.complaints == []


def test_a_key_is_asked_for_and_kept_nowhere(browser: Browser, serve: Serve) -> None:
    with serve(workers="0", api_key="a key for the door") as url:
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        expect(page.get_by_label("API key")).to_be_focused()
        expect(page.get_by_role("alert")).to_contain_text("key")
        page.get_by_label("API key").fill("a key for the door")
        page.get_by_role("button", name="Extract").click()
        expect(page.locator(".block").first).to_be_visible()
        expect(page.get_by_role("alert")).to_be_empty()
        state = context.storage_state()
        assert state["cookies"] == []
        assert state["origins"] == []
        page.reload()
        expect(page.get_by_label("API key")).to_have_value("")
        context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1300), ("dark", 1300), ("light", 390)])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        bypass_csp=True,  # axe is a script of ours in the page
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
    )
    shown = Watched(context, address)
    shown.page.get_by_text("url, selectors").click()
    shown.blocks.nth(3).click()
    found = Axe().run(shown.page).response["violations"]
    assert [
        (v["id"], [node["target"] for node in v["nodes"]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ] == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
