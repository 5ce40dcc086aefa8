"""Outputs of extractors: run once, kept by version, failures and all."""

from pathlib import Path

import pytest

from bench.collect import collect
from bench.peers import HTML_PEERS, OURS, Peer, c4_lines, installed
from bench.sets import Case
from bench.store import Cache, Output


def _cases(folder: Path, *pages: str) -> list[Case]:
    cases = []
    for number, page in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(page, "utf-8")
        cases.append(Case("made", str(number), path, truth=""))
    return cases


class Counting:
    """An extractor that answers how often it was called before."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, page: str, media: str) -> str:
        self.calls += 1
        if "broken" in page:
            raise RuntimeError("can't read this")
        return f"{page} {self.calls}"


def test_a_peer_runs_once_a_page_and_its_failure_is_an_output(tmp_path: Path) -> None:
    run = Counting()
    peer = Peer("counting", "", run, "settings")
    cases = _cases(tmp_path, "<p>one", "<p>broken", "<p>two")
    for _ in range(2):
        with Cache(tmp_path / "outputs.sqlite") as cache:
            outputs = collect(cases, [peer], cache)["counting"]
        assert [output.text for output in outputs] == ["<p>one 1", "", "<p>two 3"]
        assert outputs[1].error == "RuntimeError: can't read this"
    assert run.calls == 3
    with Cache(tmp_path / "outputs.sqlite", fresh=True) as cache:
        assert collect(cases, [peer], cache)["counting"][0].text == "<p>one 4"


def test_other_settings_or_another_version_are_another_output(tmp_path: Path) -> None:
    run = Counting()
    with Cache(tmp_path / "outputs.sqlite") as cache:
        cache.put(Peer("p", "pytest", run, "a"), "digest", Output("text"))
        assert cache.get(Peer("p", "pytest", run, "a"), "digest") == Output("text")
        assert cache.get(Peer("p", "pytest", run, "b"), "digest") is None
        assert cache.get(Peer("p", "numpy", run, "a"), "digest") is None
        assert cache.get(Peer("p", "pytest", run, "a"), "other") is None


def test_two_runs_share_the_kept_outputs_while_both_are_open(tmp_path: Path) -> None:
    peer = Peer("p", "pytest", Counting(), "")
    with Cache(tmp_path / "outputs.sqlite") as one, Cache(tmp_path / "outputs.sqlite") as other:
        one.put(peer, "first", Output("by one"))
        other.put(peer, "second", Output("by the other"))
        assert other.get(peer, "first") == Output("by one")
        assert one.get(peer, "second") == Output("by the other")


def test_our_own_outputs_are_never_kept(tmp_path: Path) -> None:
    run = Counting()
    body = (
        "<article>"
        + "<p>Two colonies of bees moved into their hives on Tuesday, four years after the swarm left.</p>"
        * 2
    )
    cases = _cases(tmp_path, body)
    with Cache(tmp_path / "outputs.sqlite") as cache:
        ours = collect(cases, [Peer(OURS, "", run, "")], cache)[OURS]
        assert cache.get(Peer(OURS, "", run, ""), "any") is None
    assert run.calls == 0  # it is called with bytes, and asked for its confidence
    assert ours[0].confidence is not None


def test_outputs_of_several_processes_come_in_the_order_of_the_pages(tmp_path: Path) -> None:
    cases = _cases(tmp_path, *(f"<p>{number}" for number in range(40)))
    with Cache(tmp_path / "outputs.sqlite") as cache:
        outputs = collect(cases, [Peer("echo", "", _echo, "")], cache, jobs=2)["echo"]
    assert [output.text for output in outputs] == [f"<p>{number}" for number in range(40)]


def _echo(page: str, media: str) -> str:
    return page


def test_a_peer_that_is_not_installed_is_left_out_and_known() -> None:
    absent = Peer("absent", "no-such-distribution", _echo, "")
    assert absent.version is None
    assert installed((absent, HTML_PEERS[0])) == (HTML_PEERS[0],)


def test_c4_keeps_sentences_and_drops_labels_policies_and_scripts() -> None:
    kept = "The river rose by two metres overnight."
    dropped = [
        "Read more about rivers",
        "It is wet.",
        "You can read our privacy policy on this page.",
        "Please enable JavaScript to read this page.",
        "The story that never ends goes on ...",
    ]
    assert c4_lines("\n".join([dropped[0], kept, *dropped[1:]]), "text/plain") == kept


@pytest.mark.parametrize(
    "peer", [peer for peer in HTML_PEERS if peer.name != OURS], ids=lambda peer: peer.name
)
def test_every_peer_reads_a_plain_article_and_bears_an_empty_page(peer: Peer) -> None:
    if peer.version is None:
        pytest.skip(f"{peer.name} is not installed")
    sentence = "The council voted on Tuesday to keep the old bridge open for another year, and the town was glad of it."
    page = f"<html><body><article>{''.join(f'<p>{n}. {sentence} {sentence} {sentence}</p>' for n in range(6))}</article></body></html>"
    assert sentence in " ".join(peer.run(page, "text/html").split())
    assert peer.run("<html><body></body></html>", "text/html").strip() == ""
