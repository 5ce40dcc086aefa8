"""The service's settings: every ``MARROW_…`` environment variable, checked once at the start."""

from __future__ import annotations

import os
import re
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pagemarrow.core.model import AUTO, PAGE_TYPE_CHOICES
from pagemarrow.service.cores import usable_cores
from pagemarrow.service.errors import InvalidSettings

PREFIX = "MARROW_"
MIB = 1024 * 1024


class Settings(BaseSettings):
    """All settings with their defaults; durations in milliseconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    uds: str | None = Field(
        default=None, description="Path of a unix socket to listen on, instead of host and port."
    )
    workers: int = Field(
        default_factory=usable_cores,
        ge=0,
        le=256,
        description="Worker processes; 0 extracts in a thread of the server, for debugging and embedding: "
        "nothing limits a page's memory there, and one past its deadline is 504, not degraded.",
    )
    max_body_bytes: int = Field(
        default=10 * MIB, ge=1, description="Limit of one page, as received and as unpacked; more is 413."
    )
    deadline_ms: int = Field(
        default=10_000, ge=1, description="Time for one page, waiting included; a request may only lower it."
    )
    queue: int = Field(default=256, ge=0, description="Pages that may wait for a worker; more is 429.")
    queue_ms: int = Field(
        default=750,
        ge=1,
        description="Time a page may be expected to wait, by how long the last ones took; more is 429.",
    )
    queue_bytes: int = Field(
        default=128 * MIB,
        ge=1,
        description="Bytes of all pages held at once, arriving and waiting; more is 429.",
    )
    max_concurrency: int = Field(
        default=1024,
        ge=1,
        description="Requests to /v1/extract held at once, arriving ones included; more is 429.",
    )
    batch_window: int = Field(
        default=0, ge=0, description="Pages of one batch worked on at once; 0 takes twice the workers."
    )
    worker_memory_bytes: int = Field(
        default=384 * MIB,
        ge=0,
        description="Memory that one page may take in its worker, beyond what the worker starts with; 0 sets no limit.",
    )
    worker_recycle: int = Field(
        default=10_000, ge=0, description="Pages after which a worker is replaced; 0 never."
    )
    worker_growth_bytes: int = Field(
        default=24 * MIB, ge=0, description="Memory a worker may keep between pages; more and it is replaced."
    )
    body_timeout_ms: int = Field(
        default=15_000,
        ge=1,
        description="Time for a page to arrive, and for a batch to send or take its next line.",
    )
    head_timeout_ms: int = Field(default=5_000, ge=1, description="Time for a request's head to arrive.")
    keep_alive_ms: int = Field(default=5_000, ge=1, description="Time an idle connection is kept open.")
    grace_ms: int = Field(
        default=15_000,
        ge=0,
        description="Time for requests under way to end after SIGTERM, before they are cut off.",
    )
    api_key: SecretStr | None = Field(
        default=None, description="When set, /v1/* needs `Authorization: Bearer` with this key."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level logged."
    )
    page_type: str = Field(
        default=AUTO,
        description="Kind of page where a request names none: `auto`, `article`, `forum`, `documentation`, `product`, "
        "`listing`, `collection` or `service`.",
    )
    rules_dir: str | None = Field(
        default=None, description="Directory of your own rule and site files, reloaded when one changes."
    )
    playground: bool = Field(default=True, description="Serve a page at /, the way in for people.")

    @field_validator("port", mode="before")
    @classmethod
    def _not_a_service_link(cls, value: Any) -> Any:
        # Kubernetes sets MARROW_PORT=tcp://10.0.0.7:8000 in every pod beside a Service named "marrow".
        return 8000 if isinstance(value, str) and value.startswith("tcp://") else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("page_type")
    @classmethod
    def _choice(cls, value: str) -> str:
        if value.lower() not in PAGE_TYPE_CHOICES:
            raise ValueError(f"must be one of {', '.join(PAGE_TYPE_CHOICES)}")
        return value.lower()

    @property
    def window(self) -> int:
        """Pages of one batch that are worked on at once."""
        return self.batch_window or max(2, 2 * self.workers)


def load_settings(**given: Any) -> Settings:
    """Return the settings of the environment, with ``given`` before it.

    Raises ``InvalidSettings`` naming every variable that can't be used.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = (f"{PREFIX}{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise InvalidSettings("invalid settings\n  " + "\n  ".join(lines)) from None


def unknown_variables() -> list[str]:
    """Return the ``MARROW_…`` variables of the environment that are no setting: most often misspelt."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and name not in known and not _SERVICE_LINK.fullmatch(name)
    )


_SERVICE_LINK = re.compile(
    rf"{PREFIX}(\w+_)?(SERVICE_(HOST|PORT\w*)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
"""What Kubernetes sets in every pod beside a Service named "marrow", or "marrow-…"."""
