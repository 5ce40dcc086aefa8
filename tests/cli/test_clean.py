from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from pagemarrow.cli import main
from pagemarrow.core.model import PAGE_TYPE_CHOICES
from pagemarrow.service.jobs import Answer, Job
from pagemarrow.service.perform import perform
from tests.cli.pages import HTML, PROMO, SENTENCES, TEXT

Captured = pytest.CaptureFixture[bytes]
BOMB = "<div>" * 200_000 + f"<p>{SENTENCES[0]}</p>"
"""A tree of it takes minutes."""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "ferry.html"
    file.write_text(HTML)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_text(HTML)
    (folder / "deep" / "b.txt").write_text(TEXT)
    (folder / "deep" / "c.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (folder / "style.css").write_text("p { color: red }")
    return folder


def marrow(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | more
    return subprocess.run(
        [sys.executable, "-m", "pagemarrow", *arguments],
        capture_output=True,
        text=True,
        env=env,
        timeout=60,
        check=False,
    )


def assert_body(text: str) -> None:
    assert [line for line in text.splitlines() if line in SENTENCES] == list(SENTENCES)
    assert PROMO not in text


def test_html_and_text_are_told_by_content(page: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    misnamed = tmp_path / "ferry.dat"
    misnamed.write_text(TEXT)
    for file in (page, misnamed):
        assert main(["clean", str(file)]) == 0
        assert_body(capsysbinary.readouterr().out.decode())


def test_a_page_on_stdin(capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["clean"], ["clean", "-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
        assert main(arguments) == 0
        assert_body(capsysbinary.readouterr().out.decode())


def table(page: Path, captured: Captured, *more: str) -> list[list[str]]:
    assert main(["clean", "--lines", str(page), *more]) == 0
    return [row.split("\t", 2) for row in captured.readouterr().out.decode().splitlines()]


def test_lines_gives_a_row_for_every_line_in_order(tmp_path: Path, capsysbinary: Captured) -> None:
    page = tmp_path / "ferry.txt"
    page.write_text(TEXT)
    rows = table(page, capsysbinary)
    assert [line for _, _, line in rows] == TEXT.splitlines()
    kept = {line for word, _, line in rows if word == "keep"}
    assert kept == {*SENTENCES, ""}
    assert [(word, category) for word, category, line in rows if line == PROMO] == [("drop", "newsletter")]
    assert {category for _, category, line in rows if not line} == {""}


def test_lines_counts_the_breaks_of_all_systems(tmp_path: Path, capsysbinary: Captured) -> None:
    page = tmp_path / "ferry.txt"
    page.write_bytes("\r\n".join((*SENTENCES[:3], "", "a\tb")).encode())
    assert [line for _, _, line in table(page, capsysbinary)] == [*SENTENCES[:3], "", "a\tb"]


def test_lines_takes_no_other_form(page: Path, capsysbinary: Captured) -> None:
    for other in (["--json"], ["--explain"], ["--as", "html"]):
        assert main(["clean", "--lines", str(page), *other]) == 2
        assert b"--lines" in capsysbinary.readouterr().err


def test_formats(page: Path, capsysbinary: Captured) -> None:
    assert main(["clean", str(page), "--format", "html"]) == 0
    assert f"<p>{SENTENCES[0]}</p>" in capsysbinary.readouterr().out.decode()
    assert main(["clean", str(page), "--format", "markdown", "--include", "title"]) == 0
    assert "# The ferry" in capsysbinary.readouterr().out.decode()


def test_kind_can_be_given(page: Path, capsysbinary: Captured) -> None:
    assert main(["clean", "--as", "text", "--json", str(page)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["input"] == "text"


def test_what_is_known_of_a_page_can_be_given(page: Path, capsysbinary: Captured) -> None:
    known = ["--page-type", "documentation", "--title", "Ferries"]
    assert main(["clean", "--json", *known, str(page)]) == 0
    answer = json.loads(capsysbinary.readouterr().out)
    assert (answer["page_type"], answer["page_type_confidence"], answer["title"]) == (
        "documentation",
        1.0,
        "Ferries",
    )


def test_the_kinds_of_page_are_the_cores(capsysbinary: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["clean", "--page-type", "?"])
    assert ", ".join(map(repr, PAGE_TYPE_CHOICES)) in capsysbinary.readouterr().err.decode()


def test_json_is_the_services_answer_with_the_path_as_id(page: Path, capsysbinary: Captured) -> None:
    assert main(["clean", "--json", "--explain", str(page), str(page)]) == 0
    answers = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == [str(page)] * 2
    assert {block["text"]: block["kept"] for block in answers[0]["blocks"]}[PROMO] is False


def test_several_bodies_stand_under_their_paths(folder: Path, capsysbinary: Captured) -> None:
    assert main(["clean", str(folder)]) == 0
    out = capsysbinary.readouterr().out.decode()
    titles = [line for line in out.splitlines() if line.startswith("==>")]
    assert titles == [f"==> {folder / name} <==" for name in ("a.html", "deep/b.txt", "deep/c.html.gz")]


def test_explain_lists_every_block_with_reasons(page: Path, capsysbinary: Captured) -> None:
    assert main(["clean", "--explain", str(page)]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    kept = [line for line in lines if line.startswith("+")]
    assert [line[-len(sentence) :] for line, sentence in zip(kept[-5:], SENTENCES, strict=True)] == list(
        SENTENCES
    )
    (promo,) = (number for number, line in enumerate(lines) if PROMO in line)
    assert lines[promo].startswith("- newsletter")
    assert "newsletter." in lines[promo + 1]
    assert "blocks kept" in lines[-1]


def test_explain_is_coloured_unless_told_not_to(page: Path) -> None:
    assert "\x1b[32m" in marrow("clean", "--explain", str(page), FORCE_COLOR="1").stdout
    plain = marrow("clean", "--explain", str(page), FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[32m" not in plain
    assert "\x1b[" not in marrow("clean", "--explain", str(page)).stdout


def test_an_output_folder_has_the_inputs_shape(folder: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    out = tmp_path / "out"
    assert main(["clean", str(folder), "-o", str(out)]) == 0
    written = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
    assert written == {"a.txt", "deep/b.txt", "deep/c.txt"}
    for file in written:
        assert_body((out / file).read_text())
    assert capsysbinary.readouterr().out == b""


def test_outputs_never_overwrite_an_input_or_each_other(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(HTML)
    assert main(["clean", str(tmp_path), "-o", str(tmp_path)]) == 0
    assert (tmp_path / "b.txt").read_text() == TEXT
    assert_body((tmp_path / "b.html.txt").read_text())
    assert_body((tmp_path / "b.txt.txt").read_text())


def test_one_bad_file_does_not_stop_the_rest(page: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    broken = tmp_path / "broken.html.gz"
    broken.write_bytes(gzip.compress(HTML.encode() * 20)[:-40])
    assert main(["clean", str(broken), str(tmp_path / "missing.html"), str(page)]) == 1
    captured = capsysbinary.readouterr()
    assert_body(captured.out.decode())
    complaints = captured.err.decode().splitlines()
    assert [line.split(": ")[1] for line in complaints] == [str(broken), str(tmp_path / "missing.html")]
    assert "broken gzip" in complaints[0]


def test_a_fault_of_ours_does_not_cost_the_rest(
    folder: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(job: Job, *more: Any) -> Answer:
        if job.id.endswith("b.txt"):
            raise ZeroDivisionError("a fault")
        return perform(job, *more)

    monkeypatch.setattr("pagemarrow.cli.clean.perform", faulty)
    assert main(["clean", str(folder)]) == 1
    captured = capsysbinary.readouterr()
    assert captured.out.decode().count(SENTENCES[0]) == 2
    assert b"b.txt: internal error" in captured.err


@pytest.mark.timeout(20)
@pytest.mark.parametrize("page", [HTML, BOMB], ids=["a page", "a bomb"])
def test_json_says_what_the_service_answers(
    page: str, tmp_path: Path, capsysbinary: Captured, marrow_url: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text(page)
    assert main(["clean", "--json", str(file)]) == 0
    ours = json.loads(capsysbinary.readouterr().out)
    theirs = httpx.post(f"{marrow_url}/v1/extract", content=page, trust_env=False).json()
    for answer in (ours, theirs):
        del answer["id"], answer["stats"]["elapsed_ms"]
    assert ours == theirs


@pytest.mark.timeout(20)
def test_a_bomb_is_explained(tmp_path: Path, capsysbinary: Captured) -> None:
    (tmp_path / "bomb.html").write_text(BOMB)
    assert main(["clean", "--explain", str(tmp_path / "bomb.html")]) == 0
    assert b"degraded" in capsysbinary.readouterr().out


def test_a_page_on_which_extracting_fails_goes_the_linear_path(
    page: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(page: bytes, **more: Any) -> Any:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("pagemarrow.core.guard.run_stages", faulty)
    assert main(["clean", "--json", str(page)]) == 0
    captured = capsysbinary.readouterr()
    answer = json.loads(captured.out)
    assert answer["warnings"][0] == "degraded"
    assert SENTENCES[0] in answer["text"]
    assert b"ZeroDivisionError: a fault" in captured.err


def test_a_page_without_article_is_told_on_stderr(tmp_path: Path, capsysbinary: Captured) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    assert main(["clean", str(empty)]) == 0
    captured = capsysbinary.readouterr()
    assert captured.out == b""
    assert b"no body found" in captured.err


def test_an_unwritable_output_fails_that_file(page: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    assert main(["clean", str(page), "-o", str(tmp_path / "out")]) == 1
    assert b"ferry.html" in capsysbinary.readouterr().err


def test_a_folder_without_pages(tmp_path: Path, capsysbinary: Captured) -> None:
    assert main(["clean", str(tmp_path)]) == 1
    assert b"no pages" in capsysbinary.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["polish"], ["clean", "--format", "pdf"], ["clean", "--include", "adverts", "x.html"]]
)
def test_what_is_not_understood_exits_with_2(arguments: list[str], capsysbinary: Captured) -> None:
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    assert capsysbinary.readouterr().err


def test_a_reader_that_has_had_enough(folder: Path) -> None:
    for _ in range(3):
        command = f"{sys.executable} -m pagemarrow clean --explain {folder / 'a.html'} {f'{folder} ' * 200} | head -n 1"
        done = subprocess.run(
            ["bash", "-c", f'{command}; exit "${{PIPESTATUS[0]}}"'],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 141
        assert done.stderr == ""


def test_control_characters_of_a_page_do_not_reach_the_listing(
    tmp_path: Path, capsysbinary: Captured
) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(TEXT.replace("The old ferry", "\x1b]0;owned\x07The old \x9b31mferry"))
    assert main(["clean", "--explain", str(file)]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert "owned" in out
    assert not {"\x1b", "\x07", "\x9b"} & set(out)


def test_progress_is_shown_on_a_terminal_and_never_among_the_bodies(folder: Path, tmp_path: Path) -> None:
    to_folder, to_pipe, alone = (
        [str(folder), "-o", str(tmp_path / "out")],
        [str(folder)],
        [str(folder / "a.html")],
    )
    for arguments, shown, bodies in ((to_folder, True, 0), (to_pipe, True, 3), (alone, False, 1)):
        out, terminal = on_a_terminal("clean", *arguments)
        assert ("Cleaning" in terminal and "100%" in terminal) is shown
        assert "Cleaning" not in out
        assert out.count(SENTENCES[0]) == bodies


def on_a_terminal(*arguments: str) -> tuple[str, str]:
    """Run the command with stderr on a terminal; return stdout and what the terminal got."""
    ours, theirs = os.openpty()
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-m", "pagemarrow", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=env) as process:
        os.close(theirs)
        assert process.stdout is not None
        out = process.stdout.read().decode()
        terminal = bytearray()
        with suppress(OSError):  # Linux ends a closed terminal with an error
            while part := os.read(ours, 65_536):
                terminal += part
    os.close(ours)
    return out, terminal.decode()
