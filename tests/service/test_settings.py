"""Settings from the environment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pagemarrow.service.errors import InvalidSettings
from pagemarrow.service.settings import Settings, load_settings, unknown_variables
from tests.service.conftest import ROOT


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MARROW_{name.upper()}", raising=False)


def test_the_defaults_are_the_contracts() -> None:
    ours = load_settings()
    assert (ours.host, ours.port, ours.max_body_bytes, ours.deadline_ms) == (
        "127.0.0.1",
        8000,
        10_485_760,
        10_000,
    )
    assert ours.workers >= 1
    assert ours.api_key is None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "MARROW_HOST": "0.0.0.0",
        "MARROW_PORT": "9000",
        "MARROW_WORKERS": "3",
        "MARROW_MAX_BODY_BYTES": "1024",
        "MARROW_DEADLINE_MS": "500",
        "MARROW_QUEUE": "7",
        "MARROW_WORKER_MEMORY_BYTES": "1000000",
        "MARROW_API_KEY": "a-key",
        "MARROW_LOG_LEVEL": "WARNING",
        "MARROW_PLAYGROUND": "false",
        "MARROW_PAGE_TYPE": "Article",
    }.items():
        monkeypatch.setenv(name, value)
    ours = load_settings()
    assert (ours.host, ours.port, ours.workers, ours.max_body_bytes) == ("0.0.0.0", 9000, 3, 1024)
    assert (ours.deadline_ms, ours.queue, ours.worker_memory_bytes) == (500, 7, 1_000_000)
    assert (ours.log_level, ours.playground) == ("warning", False)
    assert ours.page_type == "article"
    assert ours.api_key is not None
    assert ours.api_key.get_secret_value() == "a-key"
    assert "a-key" not in repr(ours)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARROW_PORT", "http"),
        ("MARROW_PORT", "70000"),
        ("MARROW_WORKERS", "-1"),
        ("MARROW_MAX_BODY_BYTES", "0"),
        ("MARROW_MAX_BODY_BYTES", "10MiB"),
        ("MARROW_DEADLINE_MS", "0"),
        ("MARROW_LOG_LEVEL", "loud"),
        ("MARROW_PLAYGROUND", "perhaps"),
        ("MARROW_PAGE_TYPE", "other"),
    ],
)
def test_a_value_that_can_not_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings, match=name):
        load_settings()


def test_every_bad_value_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_PORT", "x")
    monkeypatch.setenv("MARROW_QUEUE", "y")
    with pytest.raises(InvalidSettings, match="MARROW_PORT.*\n.*MARROW_QUEUE"):
        load_settings()


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_API_KEY", "")
    monkeypatch.setenv("MARROW_PORT", "")
    assert (load_settings().api_key, load_settings().port) == (None, 8000)


def test_the_port_kubernetes_sets_for_a_service_of_our_name_is_no_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MARROW_PORT", "tcp://10.0.0.7:8000")
    assert load_settings().port == 8000


def test_a_misspelt_variable_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_MAX_BODY", "1")
    monkeypatch.setenv("MARROW_PORT_NUMBER", "1")
    assert unknown_variables() == ["MARROW_MAX_BODY", "MARROW_PORT_NUMBER"]


@pytest.mark.parametrize("service", ["MARROW", "MARROW_CANARY"])
def test_what_kubernetes_sets_beside_a_service_of_our_name_is_not_misspelt(
    monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    monkeypatch.setenv(f"{service}_SERVICE_HOST", "10.0.0.7")
    monkeypatch.setenv(f"{service}_SERVICE_PORT", "8000")
    monkeypatch.setenv(f"{service}_SERVICE_PORT_HTTP_METRICS", "8000")
    for protocol in ("TCP", "UDP"):
        monkeypatch.setenv(f"{service}_PORT_8000_{protocol}", f"{protocol.lower()}://10.0.0.7:8000")
        for part in ("PROTO", "PORT", "ADDR"):
            monkeypatch.setenv(f"{service}_PORT_8000_{protocol}_{part}", "x")
    assert unknown_variables() == []


def test_the_server_does_not_start_on_bad_settings_and_says_why() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import app.main"],
        cwd=ROOT,
        env={"MARROW_PORT": "nonsense", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "MARROW_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARROW_UDS", "/nonexistent/x.sock"),
        ("MARROW_UDS", "/proc/x.sock"),
        ("MARROW_UDS", "/tmp/" + "x" * 200),
        ("MARROW_HOST", "no-such-host.invalid"),
        ("MARROW_HOST", "." * 80),
    ],
)
def test_an_address_that_can_not_be_listened_on_is_named_in_one_line(name: str, value: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pagemarrow", "serve"],
        cwd=ROOT,
        env={name: value, "MARROW_WORKERS": "1", "MARROW_LOG_LEVEL": "warning", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"marrow: {name}: ")
    assert ended.stderr.count("\n") == 1
