"""``POST /v1/extract``: one page in, its body out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pagemarrow.service import describing
from pagemarrow.service.asking import field, make_job, read_ask
from pagemarrow.service.encodings import Unpacking, codings_of
from pagemarrow.service.face import Face, face_of, unless_gone
from pagemarrow.service.intake import Hold, read_body, too_large
from pagemarrow.service.jobs import Busy

router = APIRouter()


@router.post("/v1/extract", **describing.EXTRACT)
async def extract(request: Request) -> Response:
    """Return the body of one page, as JSON or alone.

    The page comes as it is (HTML, plain text) or inside a JSON document; see the request's media types.
    """
    face = face_of(request)
    face.gate.admit()
    if face.runner.saturated:  # before the body is read: what is refused should cost little
        raise Busy("the queue is full", face.runner.retry_after())
    headers = request.headers
    ask = read_ask(headers.get("content-type"), field(headers, "accept"), request.scope["query_string"])
    unpacking = Unpacking(codings_of(field(headers, "content-encoding")))
    with face.budget.hold() as hold:
        body = await _read(face, request, unpacking, hold)
        job = make_job(ask, body, face.defaults, request.state.request_id)
        del body
        answer = await unless_gone(face.perform(job), request.receive)
    request.state.record = answer.record
    request.state.pages = 1
    return Response(answer.body, media_type=answer.media_type, headers={"vary": "accept"})


async def _read(face: Face, request: Request, unpacking: Unpacking, hold: Hold) -> bytes:
    limit = face.settings.max_body_bytes
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large(limit)
    return await read_body(request.receive, unpacking, limit, face.settings.body_timeout_ms, hold)
