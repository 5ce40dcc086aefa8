"""A real server over real sockets: what happens below and around the application."""

from __future__ import annotations

import contextlib
import gzip
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from pagemarrow.service.connections import MAX_HEAD_BYTES
from pagemarrow.service.encodings import zstd
from pagemarrow.service.jobs import NDJSON
from pagemarrow.service.schemas import Problem
from tests.ports import free_port
from tests.service.conftest import (
    ARTICLE,
    SERVE,
    Server,
    launch,
    start_server,
    stop_server,
    until_ready,
)
from tests.waiting import HANGING_S, eventually

LIMIT = 200_000
"""Of the fixture's server."""
HEAD = b"POST /v1/extract HTTP/1.1\r\nhost: x\r\ncontent-type: text/html\r\n"
BATCH_HEAD = (
    b"POST /v1/extract/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
LONG_LINE = json.dumps({"html": "<p>" + "x" * 120_000 + ".", "options": {"explain": True}}).encode() + b"\n"
"""A request whose answer is twice as long, and little work."""


@pytest.fixture
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base, trust_env=False, timeout=20) as client:
        yield client


def heard(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read one whole answer until the server closes: status, headers, body."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            data += piece
    return parsed(data)


def parsed(data: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read one answer that has a length, and leave the connection open."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    status, headers, body = parsed(data)
    while len(body) < int(headers["content-length"]):
        body += connection.recv(65536)
    return status, headers, body


def sent_until_cut_off(connection: socket.socket, chunk: bytes, most: int) -> int:
    """Send ``chunk`` over and over until the server closes; return the bytes that went."""
    sent = 0
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while sent < most:
            connection.sendall(chunk)
            sent += len(chunk)
    return sent


def test_a_page_over_the_wire(http: httpx.Client) -> None:
    answer = http.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
    assert answer.status_code == 200
    assert "For nine days it rained" in answer.json()["text"]
    assert "server" not in answer.headers


def test_requests_one_after_the_other_on_one_connection(server: Server) -> None:
    page = ARTICLE.encode()
    request = HEAD + b"content-length: %d\r\n\r\n" % len(page) + page
    with server.connect() as connection:
        for _ in range(3):
            connection.sendall(request)
            assert read_answer(connection)[0] == 200
        connection.sendall(request + request)  # pipelined
        first = connection.recv(65536)
        while first.count(b"HTTP/1.1 200") < 2:
            first += connection.recv(65536)


@pytest.mark.parametrize("how", ["announced", "chunked"])
def test_a_body_over_the_limit_is_refused_before_it_has_arrived(server: Server, how: str) -> None:
    """The sender never ends; the answer comes all the same, and the connection is not reset before it."""
    with server.connect() as connection:
        if how == "announced":
            connection.sendall(HEAD + b"content-length: 5000000\r\n\r\n" + b"x" * 1000)
        else:
            connection.sendall(HEAD + b"transfer-encoding: chunked\r\n\r\n")
            for _ in range(LIMIT // 10_000 + 2):
                connection.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        status, headers, body = read_answer(connection)
        assert status == 413
        assert Problem.model_validate_json(body).request_id == headers["x-request-id"]


EMPTY_MEMBERS = gzip.compress(gzip.compress(gzip.compress(b"", mtime=0) * 7_850_000, mtime=0), mtime=0)
"""A few kilobytes, and 157 MB inside, of which nothing comes."""
HOLLOW = {
    "gzip, gzip, gzip": (EMPTY_MEMBERS, (400, 413)),
    "gzip": (gzip.compress(b"", mtime=0) * 10_000, (400,)),
    "zstd": (zstd.compress(b"") * 22_000, (400, 413)),
}


@pytest.mark.parametrize("coding", HOLLOW)
@pytest.mark.parametrize("path", ["extract", "extract/batch"])
def test_a_body_of_much_with_nothing_in_it_is_refused_soon_and_holds_up_nobody(
    server: Server, http: httpx.Client, coding: str, path: str
) -> None:
    body, statuses = HOLLOW[coding]
    headers = {"content-type": NDJSON if path == "extract/batch" else "text/html", "content-encoding": coding}
    answers: list[httpx.Response] = []

    def send() -> None:
        answers.append(httpx.post(f"{server.base}/v1/{path}", content=body, headers=headers, timeout=60))

    sender = threading.Thread(target=send)
    sender.start()
    slowest = 0.0
    while sender.is_alive():
        asked = time.monotonic()
        assert http.get("/livez").status_code == 200
        slowest = max(slowest, time.monotonic() - asked)
    assert slowest < HANGING_S
    if path == "extract":
        assert answers[0].status_code in statuses
    else:
        assert [json.loads(line)["status"] for line in answers[0].iter_lines()] == [400]


def test_a_refused_body_can_be_sent_to_its_end_and_the_answer_still_be_read(http: httpx.Client) -> None:
    answer = http.post("/v1/extract", content=b"x" * (20 * LIMIT), headers={"content-type": "text/html"})
    assert answer.status_code == 413
    assert http.get("/livez").status_code == 200


def test_a_sender_that_goes_on_for_ever_after_its_refusal_is_cut_off(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD.replace(b"text/html", b"image/png") + b"transfer-encoding: chunked\r\n\r\n")
        started = time.monotonic()
        sent = sent_until_cut_off(connection, b"2710\r\n" + b"x" * 10_000 + b"\r\n", 20_000_000_000)
        assert sent > LIMIT
        assert 0.8 < time.monotonic() - started < HANGING_S


def test_a_body_that_comes_too_slowly_is_408(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD + b"content-length: 1000\r\n\r\nx")
        started = time.monotonic()
        status, _, body = read_answer(connection)
        assert status == 408
        assert 0.8 < time.monotonic() - started < HANGING_S
        assert Problem.model_validate_json(body).title


def test_a_head_that_comes_too_slowly_is_cut_off(server: Server) -> None:
    with server.connect() as silent, server.connect() as slow:
        slow.sendall(b"POST /v1/extract HTTP/1.1\r\nhost: x\r\nx-slow: ")
        started = time.monotonic()
        assert silent.recv(10) == b""
        assert slow.recv(10) == b""
        assert 0.8 < time.monotonic() - started < HANGING_S


def test_a_head_on_a_kept_connection_has_its_time_too(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
        assert read_answer(connection)[0] == 200
        connection.sendall(b"GET /livez HTTP/1.1\r\nx-slow: ")
        assert connection.recv(10) == b""


@pytest.mark.parametrize("part", [b"x-long: " + b"a" * 70_000, b"x-many: a\r\n" * 8_000])
def test_a_head_that_is_too_large_is_431(server: Server, part: bytes) -> None:
    assert len(part) > MAX_HEAD_BYTES
    with server.connect() as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\n" + part)
        status, headers, body = heard(connection)
    assert status == 431
    assert headers["content-type"] == "application/problem+json"
    Problem.model_validate_json(body)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        HEAD + b"content-length: many\r\n\r\n",
        HEAD + b"content-length: -5\r\n\r\n",
        HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\nabcde",
        HEAD + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_a_problem_too(server: Server, request_bytes: bytes) -> None:
    with server.connect() as connection:
        connection.sendall(request_bytes)
        status, headers, body = heard(connection)
    assert status == 400
    assert headers["content-type"] == "application/problem+json"
    assert Problem.model_validate_json(body).status == 400


@pytest.mark.parametrize(
    "lines",
    [
        b"transfer-encoding: gzip, chunked\r\n",
        b"transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n",
        b"Transfer-Encoding: chunked;a=b, chunked\r\n",
    ],
)
def test_a_transfer_coding_that_is_not_known_is_501(server: Server, lines: bytes) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD + lines + b"\r\n0\r\n\r\n")
        status, headers, body = heard(connection)
    assert status == 501, body
    assert headers["content-type"] == "application/problem+json"
    assert Problem.model_validate_json(body).type.endswith("unknown-transfer-coding")


def test_chunked_in_any_case_is_known(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD + b"transfer-encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
        assert read_answer(connection)[0] == 200


def test_an_old_client_gets_a_batch_that_ends_with_the_connection(server: Server) -> None:
    lines = b'{"id": 1, "text": "A line."}\n{"id": 2, "text": "A line."}\n'
    head = BATCH_HEAD.split(b"transfer-encoding")[0].replace(b"HTTP/1.1", b"HTTP/1.0")
    with server.connect() as connection:
        connection.sendall(head + b"content-length: %d\r\n\r\n" % len(lines) + lines)
        status, headers, body = heard(connection)
    assert (status, headers["connection"]) == (200, "close")
    assert not {"transfer-encoding", "content-length"} & set(headers)
    assert [json.loads(line)["id"] for line in body.splitlines()] == [1, 2]


def test_an_old_client_gets_a_page_with_its_length(server: Server) -> None:
    page = ARTICLE.encode()
    with server.connect() as connection:
        connection.sendall(HEAD.replace(b"1.1", b"1.0") + b"content-length: %d\r\n\r\n" % len(page) + page)
        status, headers, body = heard(connection)
    assert (status, int(headers["content-length"])) == (200, len(body))
    assert "For nine days" in json.loads(body)["text"]


def test_a_body_shorter_than_announced_is_dropped_and_the_server_goes_on(
    server: Server, http: httpx.Client
) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD + b"content-length: 1000\r\n\r\nonly this")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(10) == b""
    assert http.get("/readyz").status_code == 200
    assert '"status":499' in logged(server.log, '"status":499')


def test_a_sender_that_waits_for_100_gets_it(server: Server) -> None:
    page = ARTICLE.encode()
    with server.connect() as connection:
        connection.sendall(HEAD + b"expect: 100-continue\r\ncontent-length: %d\r\n\r\n" % len(page))
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        connection.sendall(page)
        assert read_answer(connection)[0] == 200


def test_a_batch_is_answered_line_by_line_while_it_is_sent(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(BATCH_HEAD)
        stream = connection.makefile("rb")
        assert stream.readline().startswith(b"HTTP/1.1 200")
        while stream.readline().strip():
            pass
        for number in range(5):
            line = b'{"id": %d, "text": "A line of text."}\n' % number
            connection.sendall(b"%x\r\n%b\r\n" % (len(line), line))
            size = int(stream.readline(), 16)
            assert json.loads(stream.read(size))["id"] == number
            stream.readline()
        connection.sendall(b"0\r\n\r\n")
        assert stream.readline() == b"0\r\n"


def test_a_batch_whose_answers_are_not_read_stops_reading_and_is_cut_off(server: Server) -> None:
    chunk = b"%x\r\n%b\r\n" % (len(LONG_LINE), LONG_LINE)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(BATCH_HEAD)
        assert sent_until_cut_off(connection, chunk, 100_000_000) < 100_000_000


def test_a_client_that_reads_only_after_sending_gets_its_whole_batch(server: Server) -> None:
    """httpx is one; 24 MB of answers are more than the sockets hold and less than the service holds back."""
    answer = httpx.post(
        f"{server.base}/v1/extract/batch",
        content=(LONG_LINE for _ in range(100)),
        headers={"content-type": NDJSON},
        timeout=60,
        trust_env=False,
    )
    assert len(answer.content) > 20_000_000
    assert [json.loads(found)["status"] for found in answer.content.splitlines()] == [200] * 100


def test_a_client_is_not_late_while_the_server_is(server: Server) -> None:
    """It can't send what the server does not read; the worker stands still for twice the client's time."""
    chunk = b"%x\r\n%b\r\n" % (len(LONG_LINE), LONG_LINE)
    (worker,) = psutil.Process(server.process.pid).children()[0].children()
    with socket.socket() as connection:
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            connection.setsockopt(socket.SOL_SOCKET, buffer, 65536)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(BATCH_HEAD + chunk * 40)
        worker.suspend()
        threading.Timer(2, worker.resume).start()
        connection.sendall(chunk * 40 + b"0\r\n\r\n")
        answer = b""
        while not answer.endswith(b"\r\n0\r\n\r\n") and (piece := connection.recv(1_000_000)):
            answer += piece
    assert answer.count(b'"status":200') == 80


def batches(server: Server, stack: contextlib.ExitStack, count: int) -> list[socket.socket]:
    """Begin ``count`` batches; each answer has begun, too."""
    begun = [stack.enter_context(server.connect()) for _ in range(count)]
    for connection in begun:
        connection.sendall(BATCH_HEAD)
    for connection in begun:
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    return begun


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def statuses_heard(connection: socket.socket) -> list[int]:
    """The statuses of the lines of a batch, read to its end."""
    heard = b""
    while not heard.endswith(b"0\r\n\r\n"):
        heard += connection.recv(65536)
    lines = [json.loads(line) for line in heard.splitlines() if line.startswith(b"{")]
    return [line["status"] for line in lines]


def eventually_ready(http: httpx.Client, status: int) -> None:
    eventually(lambda: http.get("/readyz").status_code == status)


def test_batches_take_of_the_budget_what_they_have_sent_and_readiness_knows(tmp_path: Path) -> None:
    server = start_server(tmp_path / "log", MARROW_MAX_BODY_BYTES=200_000, MARROW_QUEUE_BYTES=960_000)
    page = json.dumps({"html": ARTICLE + "<!--" + "x" * 160_000 + "-->"}).encode()
    large = {"content": b"x" * LIMIT, "headers": {"content-type": "text/plain"}}
    try:
        with httpx.Client(base_url=server.base, trust_env=False) as http, contextlib.ExitStack() as stack:
            idle = batches(server, stack, 12)
            assert http.get("/readyz").status_code == 200
            assert http.post("/v1/extract", **large).status_code == 200  # type: ignore[arg-type]
            for connection in idle[:5]:
                connection.sendall(chunk(page[:-1]))
            eventually_ready(http, 503)
            assert http.get("/readyz").json()["type"].endswith("saturated")
            assert http.post("/v1/extract", **large).status_code == 429  # type: ignore[arg-type]
            for connection in idle[:5]:
                connection.sendall(chunk(page[-1:]) + chunk(b"\n") + chunk(page) + b"0\r\n\r\n")
            assert [statuses_heard(connection) for connection in idle[:5]] == [[200, 200]] * 5
            eventually_ready(http, 200)
    finally:
        stop_server(server)


def test_a_line_that_finds_no_room_is_429_and_those_after_it_stand(tmp_path: Path) -> None:
    impatient = "import pagemarrow.service.batch as b; b.PATIENCE_S = 0.3; from pagemarrow.service.server import serve; serve()"
    server = start_server(
        tmp_path / "log",
        [sys.executable, "-c", impatient],
        MARROW_MAX_BODY_BYTES=200_000,
        MARROW_QUEUE_BYTES=400_000,
    )
    page = json.dumps({"html": ARTICLE + "<!--" + "x" * 160_000 + "-->"}).encode()
    try:
        with httpx.Client(base_url=server.base, trust_env=False) as http, contextlib.ExitStack() as stack:
            first, second, late = batches(server, stack, 3)
            for connection in (first, second):
                connection.sendall(chunk(page[:-1]))
            eventually_ready(http, 503)
            late.sendall(chunk(page[:-1]))
            time.sleep(1)
            late.sendall(chunk(page[-1:] + b'\n{"text": "A line."}\n') + b"0\r\n\r\n")
            assert statuses_heard(late) == [429, 200]
            for connection in (first, second):
                connection.sendall(chunk(page[-1:] + b"\n") + b"0\r\n\r\n")
                assert statuses_heard(connection) == [200]
    finally:
        stop_server(server)


def test_a_batch_that_falls_silent_is_ended_with_a_problem_line(server: Server) -> None:
    with httpx.Client(base_url=server.base, trust_env=False, timeout=20) as client:

        def lines() -> Iterator[bytes]:
            yield b'{"id": 1, "text": "a"}\n{"id": 2'
            time.sleep(2)
            yield b"}\n"

        answer = client.post("/v1/extract/batch", content=lines(), headers={"content-type": NDJSON})
    first, last = (json.loads(line) for line in answer.content.splitlines())
    assert (first["status"], last["status"]) == (200, 408)


def test_memory_does_not_grow_with_the_batch(server: Server) -> None:
    """100 MB of lines, most of them refused after reading: the reading is what could pile up."""
    process = psutil.Process(server.process.pid)
    refused = json.dumps({"id": 1, "html": "x" * 50_000, "no_such_name": 1}).encode() + b"\n"
    taken = json.dumps({"id": 2, "html": ARTICLE}).encode() + b"\n"
    sizes: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(2_000):
            yield taken if number % 50 == 0 else refused
            if number % 100 == 99:
                sizes.append(process.memory_info().rss)

    with (
        httpx.Client(base_url=server.base, trust_env=False, timeout=60) as client,
        client.stream(
            "POST", "/v1/extract/batch", content=lines(), headers={"content-type": NDJSON}
        ) as answer,
    ):
        statuses = [json.loads(line)["status"] for line in answer.iter_lines()]
    assert (statuses.count(200), statuses.count(422)) == (40, 1_960)
    assert max(sizes) - sizes[1] < 30_000_000


def test_many_at_once(http: httpx.Client) -> None:
    statuses: list[int] = []

    def send() -> None:
        for _ in range(10):
            answer = http.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
            statuses.append(answer.status_code)

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 160


def test_every_log_line_is_json_and_the_request_is_among_them(server: Server, http: httpx.Client) -> None:
    http.post(
        "/v1/extract?url=https://valley.example/",
        content=ARTICLE,
        headers={"content-type": "text/html", "x-request-id": "log-test"},
    )
    text = logged(server.log, "log-test")
    lines = [json.loads(line) for line in text.splitlines()]
    assert any(line.get("request_id") == "log-test" and line["status"] == 200 for line in lines)
    assert "rained" not in text
    assert "valley.example" not in text


def logged(log: Path, text: str) -> str:
    """The log, once ``text`` is in it."""
    return eventually(lambda: found if text in (found := log.read_text()) else "")


def test_sigterm_answers_what_was_taken_and_refuses_the_rest(tmp_path: Path) -> None:
    server = start_server(tmp_path / "log", MARROW_GRACE_MS=5_000)
    page = ARTICLE.encode()
    with server.connect() as taken, server.connect() as idle:
        taken.sendall(HEAD + b"content-length: %d\r\n\r\n" % len(page) + page[:100])
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        logged(server.log, '"draining"')
        idle.sendall(HEAD + b"content-length: 1\r\n\r\nx")
        status, headers, _ = heard(idle)
        assert (status, headers["connection"]) == (503, "close")
        assert int(headers["retry-after"]) >= 1
        assert httpx.get(f"{server.base}/livez", trust_env=False).status_code == 200
        assert httpx.get(f"{server.base}/readyz", trust_env=False).status_code == 503
        taken.sendall(page[100:])
        status, headers, body = heard(taken)
        assert (status, headers["connection"]) == (200, "close")
        assert "For nine days" in json.loads(body)["text"]
    assert server.process.wait(10) == 0


def test_grace_has_an_end(tmp_path: Path) -> None:
    server = start_server(tmp_path / "log", MARROW_GRACE_MS=300, MARROW_BODY_TIMEOUT_MS=60_000)
    with server.connect() as connection:
        connection.sendall(HEAD + b"content-length: 1000\r\n\r\nx")
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(HANGING_S) == 0  # its body may take a minute to arrive


def test_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "marrow.sock"
    transport = httpx.HTTPTransport(uds=str(path))
    process = launch(tmp_path / "log", SERVE, MARROW_UDS=path)
    try:
        with httpx.Client(transport=transport, base_url="http://marrow") as client:
            until_ready(client, process=process)
            answer = client.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
            assert answer.status_code == 200
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_plain_uvicorn_serves_it_too(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port)]
    server = start_server(tmp_path / "log", command, MARROW_PORT=port)
    try:
        answer = httpx.post(
            f"{server.base}/v1/extract",
            content=ARTICLE,
            headers={"content-type": "text/html"},
            trust_env=False,
        )
        assert answer.status_code == 200
    finally:
        stop_server(server)
