"""ASGI entry point of a checkout: ``python -m uvicorn app.main:app``."""

from pagemarrow.service.main import app

__all__ = ["app"]
