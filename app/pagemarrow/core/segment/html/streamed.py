"""The parts of a page that React streams after its frame, and the places where a script puts them."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

MOST_BEHIND: Final = 50
"""Nodes behind the place of a streamed part among which the end of what stands there until it comes is looked for."""

STREAMED: Final = ("B:", "P:")
"""How the ids of the places begin that React streams parts of the page to."""


def streamed_parts(body: LexborNode) -> dict[str, LexborNode]:
    """Return the parts that React streamed after the page's frame, by the number that their place has as well.

    A script moves each from its ``<div hidden id="S:1">`` to ``<template id="B:1">`` or ``"P:1"``.
    """
    return {(part.attributes.get("id") or "")[2:]: part for part in body.css('[hidden][id^="S:"]')}


def behind_place(place: LexborNode) -> LexborNode:
    """Return the last node that goes away with the ``place`` of a streamed part: what stands there until it comes."""
    at, depth = place.next, 0
    for _ in range(MOST_BEHIND):
        if at is None:
            break
        told = (at.comment_content or "") if at.is_comment_node else ""
        if told == "/$" and depth == 0:
            return at
        depth += (told[:1] == "$") - (told == "/$")
        at = at.next
    return place
