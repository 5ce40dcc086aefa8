"""``openapi.yaml`` from the application: ``python -m pagemarrow.service.openapi [--check] [PATH]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from pagemarrow.service.schemas import SHAPES


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of ``app``, the shapes of its bodies included."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, shapes = models_json_schema(
        [(shape, "validation") for shape in SHAPES], ref_template="#/components/schemas/{model}"
    )
    document["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    document["components"] = {
        "schemas": dict(sorted(shapes["$defs"].items())),
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
    }
    return document


def written(app: FastAPI) -> str:
    """Return ``openapi.yaml`` as text. Needs PyYAML, which the service itself does without."""
    import yaml

    head = "# Generated from the application: python -m pagemarrow.service.openapi\n"
    return head + yaml.safe_dump(describe(app), sort_keys=False, allow_unicode=True, width=110)


def main(arguments: list[str] | None = None) -> int:
    """Write ``openapi.yaml``, or with ``--check`` say whether it is as the application says."""
    from pagemarrow.service.application import create_app
    from pagemarrow.service.settings import Settings

    parser = argparse.ArgumentParser(prog="python -m pagemarrow.service.openapi", description=main.__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=Path("openapi.yaml"))
    parser.add_argument("--check", action="store_true", help="fail when the file has drifted")
    asked = parser.parse_args(arguments)
    text = written(create_app(Settings(workers=0)))
    if not asked.check:
        asked.path.write_text(text, encoding="utf-8")
        return 0
    if asked.path.is_file() and asked.path.read_text(encoding="utf-8") == text:
        return 0
    print(
        f"{asked.path} is not what the application says; run python -m pagemarrow.service.openapi",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
