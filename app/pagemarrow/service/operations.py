"""The service about itself: is it alive, is it ready, which version, which rules."""

from __future__ import annotations

import platform
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pagemarrow import __version__
from pagemarrow.core.model import Rule
from pagemarrow.core.ruleset import RuleSet
from pagemarrow.service import describing
from pagemarrow.service.face import face_of
from pagemarrow.service.jobs import JSON, Refused, Saturated, Starting
from pagemarrow.service.ruling import ruling_of

router = APIRouter()


@router.get("/livez", **describing.LIVEZ)
async def livez(request: Request) -> Response:
    """Tell whether the process serves at all; 503 only when its workers could never start."""
    if face_of(request).gate.failed:
        raise Starting("the workers could not start; see the log")
    return _json({"status": "alive"})


@router.get("/readyz", **describing.READYZ)
async def readyz(request: Request) -> Response:
    """Tell whether a page sent now would be taken; 503 while starting, draining or saturated."""
    face = face_of(request)
    refusal: Refused | None = face.gate.refusal()
    if refusal is None and face.runner.saturated:
        refusal = Saturated("the queue is full", face.runner.retry_after())
    if refusal is None and (busy := face.budget.refusal(face.settings.max_body_bytes)):
        refusal = Saturated(str(busy), busy.retry_after)
    if refusal is not None:
        raise refusal
    return _json({"status": "ready"} | ruling_of(request).state())


@router.get("/version", **describing.VERSION)
async def version(request: Request) -> Response:
    """Return the versions of the application, of its rules, and of Python."""
    return _json(
        {"app": __version__, "rules": ruling_of(request).rules.version, "python": platform.python_version()}
    )


@router.get("/v1/rules", **describing.RULES)
async def rules(request: Request) -> Response:
    """Return every rule in force with its reason and its examples."""
    return _json(_listed(ruling_of(request).rules))


def _listed(rules: RuleSet) -> dict[str, Any]:
    return {"version": rules.version, "rules": [_described(rule) for rule in rules.rules]}


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "theme": rule.theme,
        "category": rule.category,
        "says": rule.says,
        "scope": rule.scope,
        "languages": rule.languages,
        "why": rule.why,
        "examples": {"matches": rule.matches, "rejects": rule.rejects},
    }


def _json(document: dict[str, Any]) -> Response:
    return Response(orjson.dumps(document), media_type=JSON)
