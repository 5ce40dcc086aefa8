"""ASGI entry point: ``python -m uvicorn app.main:app``."""

from __future__ import annotations

from app.service.application import create_app
from app.service.errors import InvalidSettings
from app.service.logs import configure_logging
from app.service.settings import load_settings

try:
    _settings = load_settings()
except InvalidSettings as error:
    raise SystemExit(str(error)) from None

configure_logging(_settings.log_level)
app = create_app(_settings)
