"""``serve``: the application on a uvicorn server, with limits on what comes before it and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
from ipaddress import ip_address
from types import FrameType

import uvicorn

from pagemarrow.service.application import create_app
from pagemarrow.service.connections import guarded_protocol
from pagemarrow.service.errors import InvalidSettings
from pagemarrow.service.face import Face
from pagemarrow.service.logs import configure_logging
from pagemarrow.service.settings import PREFIX, Settings, load_settings

CUT_OFF_S = 2
"""After the grace period: time for cancelled requests to end before their connections are closed."""
BACKLOG = 2048

_log = logging.getLogger("marrow.service")


class DrainingServer(uvicorn.Server):
    """Keeps answering while it stops: takes no more pages, but tells so, until those taken are done."""

    def __init__(self, config: uvicorn.Config, face: Face) -> None:
        super().__init__(config)
        self._face = face
        self._loop: asyncio.AbstractEventLoop | None = None
        self._drain: asyncio.Task[None] | None = None

    async def serve(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)  # type: ignore[arg-type]

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Begin to listen. Raises ``InvalidSettings`` when there can be no such unix socket."""
        try:
            await super().startup(sockets)  # type: ignore[arg-type]
        except OSError as error:
            await self.lifespan.shutdown()
            raise InvalidSettings(_no_address("uds", self.config.uds, error)) from None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Drain on the first signal, stop at once on the second."""
        if self._face.gate.draining or self._loop is None:
            self.should_exit = True
            self.force_exit = sig == signal.SIGINT
            return
        self._face.gate.draining = True
        self._loop.call_soon_threadsafe(self._begin_drain, sig)

    async def on_tick(self, counter: int) -> bool:
        """End, too, when the workers could not start: whoever started us must hear of it."""
        return self._face.gate.failed or await super().on_tick(counter)

    def _begin_drain(self, sig: int) -> None:
        _log.info("draining", extra={"fields": {"signal": sig, "inside": self._face.gate.inside}})
        self._drain = asyncio.create_task(self._drained())

    async def _drained(self) -> None:
        await self._face.gate.idle(self._face.settings.grace_ms / 1000)
        self.should_exit = True


def serve(settings: Settings | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then drain.

    Raises ``InvalidSettings``, also for an address that can't be; exits with uvicorn's status when it can't be bound,
    and with 1 when the workers can't start.
    """
    settings = settings or load_settings()
    configure_logging(settings.log_level)
    _look_up_host(settings)
    _raise_file_limit()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        uds=settings.uds,
        http=guarded_protocol(settings),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        backlog=BACKLOG,
        timeout_keep_alive=max(1, round(settings.keep_alive_ms / 1000)),
        timeout_graceful_shutdown=CUT_OFF_S,
    )
    DrainingServer(config, app.state.face).run()
    if app.state.face.gate.failed:
        raise SystemExit("the workers could not start; the log says why")


def _look_up_host(settings: Settings) -> None:
    """Raise ``InvalidSettings`` when the host is a name that nobody knows. An address needs no look-up, and gets none."""
    if settings.uds is not None or not settings.host or _is_address(settings.host):
        return
    try:
        socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: no name by the rules of DNS
        raise InvalidSettings(_no_address("host", settings.host, error)) from None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _no_address(setting: str, value: str | None, error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{PREFIX}{setting.upper()}: can't listen on {value}: {why}"


def _raise_file_limit() -> None:
    """A connection is a file; many systems start processes with 1,024 of a far higher allowance."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
