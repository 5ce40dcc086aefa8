"""ASGI entry point: ``python -m uvicorn pagemarrow.service.main:app``."""

from __future__ import annotations

from pagemarrow.service.application import create_app
from pagemarrow.service.errors import InvalidSettings
from pagemarrow.service.logs import configure_logging
from pagemarrow.service.settings import load_settings

try:
    _settings = load_settings()
except InvalidSettings as error:
    raise SystemExit(str(error)) from None

configure_logging(_settings.log_level)
app = create_app(_settings)
