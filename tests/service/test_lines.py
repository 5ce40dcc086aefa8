"""Cutting a stream into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pagemarrow.service.lines import OVERLONG, LineCutter, Overlong

LIMIT = 12


def cut(*pieces: bytes) -> list[bytes | Overlong | str]:
    cutter: LineCutter[str] = LineCutter(LIMIT)
    lines = [line for piece in pieces for line in cutter.push(piece)]
    return lines + list(cutter.end())


def test_lines_are_cut_whatever_their_ends_and_blank_ones_left_out() -> None:
    assert cut(b"one\r\ntwo\n\n  \nthree") == [b"one", b"two", b"three"]


def test_a_line_over_the_limit_is_marked_and_those_around_it_stand() -> None:
    assert cut(b"before\n" + b"x" * (LIMIT + 1) + b"\nafter\n") == [b"before", OVERLONG, b"after"]
    assert cut(b"x" * LIMIT) == [b"x" * LIMIT]


def test_an_endless_line_takes_no_room() -> None:
    cutter: LineCutter[str] = LineCutter(LIMIT)
    for _ in range(100):
        assert list(cutter.push(b"xxxx")) == []
        assert cutter.size <= LIMIT
    assert list(cutter.end()) == [OVERLONG]


def test_a_line_refused_while_it_comes_takes_no_room_and_the_next_stands() -> None:
    cutter: LineCutter[str] = LineCutter(LIMIT)
    assert list(cutter.push(b"one\nbegun")) == [b"one"]
    cutter.refuse("no room")
    assert cutter.size == 0
    assert list(cutter.push(b"x" * 100)) == []
    assert cutter.size == 0
    assert list(cutter.push(b" end\ntwo\n")) == ["no room", b"two"]


@given(st.lists(st.binary(max_size=30), max_size=10), st.integers(1, 7))
def test_where_the_pieces_end_makes_no_difference(parts: list[bytes], step: int) -> None:
    stream = b"\n".join(parts)
    assert cut(*(stream[i : i + step] for i in range(0, len(stream), step))) == cut(stream)
