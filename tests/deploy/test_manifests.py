"""The manifests say what the service needs, and nothing it would not survive."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from deploy.replay import IGNORED, Replay, instructions
from pagemarrow.service.server import CUT_OFF_S
from pagemarrow.service.settings import PREFIX, Settings
from tests.service.conftest import ARTICLE, start_server, stop_server

DEPLOY = Path(__file__).parents[2] / "deploy"
DOCKERFILE = (DEPLOY.parent / "Dockerfile").read_text("utf-8")
GRACE_S = Settings.model_fields["grace_ms"].default / 1000 + CUT_OFF_S
LEAST_MEMORY = 2 * Settings.model_fields["worker_memory_bytes"].default + 128 * 1024**2


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def pod() -> dict[str, Any]:
    job, _ = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
    spec: dict[str, Any] = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return spec


def settings_of(names: Iterator[str]) -> set[str]:
    return {name.removeprefix(PREFIX).lower() for name in names if name.startswith(PREFIX)}


def test_the_sidecar_is_native_and_confined(pod: dict[str, Any]) -> None:
    (sidecar,) = pod["initContainers"]
    assert sidecar["restartPolicy"] == "Always"
    assert pod["securityContext"]["runAsNonRoot"]
    for container in (sidecar, *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    assert pod["terminationGracePeriodSeconds"] > GRACE_S
    assert not pod["automountServiceAccountToken"]


def test_probes_ask_what_they_should(pod: dict[str, Any]) -> None:
    (sidecar,) = pod["initContainers"]
    paths = {
        kind: sidecar[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")
    }
    assert paths == {"startup": "/readyz", "liveness": "/livez", "readiness": "/readyz"}


def test_limits_leave_room_for_what_workers_may_take(pod: dict[str, Any], compose: dict[str, Any]) -> None:
    (sidecar,) = pod["initContainers"]
    assert sidecar["resources"]["limits"] == {"cpu": "2", "memory": "1Gi"}
    assert compose["services"]["marrow"]["mem_limit"] == "1g"
    assert LEAST_MEMORY <= 1024**3


def test_compose_confines_it_too(compose: dict[str, Any]) -> None:
    service = compose["services"]["marrow"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].split(":")[0] != "0"
    assert int(service["stop_grace_period"].removesuffix("s")) > GRACE_S
    assert compose["networks"][service["networks"][0]]["internal"]


def test_every_setting_named_is_one(pod: dict[str, Any], compose: dict[str, Any]) -> None:
    (sidecar,) = pod["initContainers"]
    named = settings_of(entry["name"] for entry in sidecar["env"])
    named |= settings_of(iter(compose["services"]["marrow"]["environment"]))
    assert named
    assert named <= set(Settings.model_fields)


def test_user_and_health_check_are_those_of_the_image(pod: dict[str, Any], compose: dict[str, Any]) -> None:
    said = dict(instructions(DOCKERFILE))
    security = pod["securityContext"]
    assert said["USER"] == f"{security['runAsUser']}:{security['runAsGroup']}"
    assert compose["services"]["marrow"]["user"] == said["USER"]
    check = json.loads(said["HEALTHCHECK"].partition("CMD ")[2])
    assert compose["services"]["marrow"]["healthcheck"]["test"] == ["CMD", *check]


def test_the_replay_understands_the_whole_dockerfile() -> None:
    for keyword, _ in instructions(DOCKERFILE):
        assert keyword in IGNORED or hasattr(Replay, f"on_{keyword.lower()}"), keyword


def test_instructions_are_read_as_docker_reads_them() -> None:
    text = "# syntax=x\nFROM a AS b\n\nRUN one \\\n # not this\n && two\nENV A=1 \\\n    B=2\n"
    assert list(instructions(text)) == [
        ("FROM", "a AS b"),
        ("RUN", "one   && two"),
        ("ENV", "A=1      B=2"),
    ]


class Page(BaseHTTPRequestHandler):
    """A web site of one page, which under /untyped has no Content-Type, and under /broken no end."""

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path != "/untyped":
            self.send_header("content-type", "text/html; charset=utf-8")
        if self.path == "/broken":
            self.send_header("content-length", "1000000")
        self.end_headers()
        self.wfile.write(ARTICLE.encode())

    def log_message(self, *_: object) -> None:
        pass


def test_the_example_scraper_prints_bodies(tmp_path: Path) -> None:
    site = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=site.serve_forever, daemon=True).start()
    server = start_server(tmp_path / "log")
    base = f"http://127.0.0.1:{site.server_port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not re.search("proxy", name, re.IGNORECASE)},
        "MARROW_URL": server.base,
        "PAGES": f"{base}/broken nowhere {base}/page {base}/untyped http://127.0.0.1:1/",
    }
    done = subprocess.run(
        [sys.executable, DEPLOY / "scraper" / "scrape.py"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    stop_server(server)
    site.shutdown()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [page["url"] for page in found] == [f"{base}/page", f"{base}/untyped"]
    assert all("nine days it rained" in page["text"] for page in found)
    failed = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert failed == [f"{base}/broken", "nowhere", "http://127.0.0.1:1/"]
    assert done.returncode == 1
