#!/usr/bin/env python3
"""Replay the Dockerfile without a container engine: in a clean Debian root, by chroot.

    sudo deploy/replay.py                       # build, start as the runtime user on a read-only tree, post a page
    sudo deploy/replay.py --bind /opt/wheels    # with a directory of the host visible while building

Needs Linux, root, debootstrap and util-linux. Understands what our Dockerfile uses: ARG, FROM … AS, ENV, WORKDIR,
RUN, COPY (--from), USER, ENTRYPOINT, CMD, HEALTHCHECK; anything else stops it. Debian's own Python stands for the image's.
Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = "python3,python3-venv,ca-certificates"
PORT = 18_000
READY_WITHIN_S = 60
IGNORED = ("ARG", "EXPOSE", "STOPSIGNAL")
PAGE = b"""<!doctype html><title>Rain</title><nav><a href="/">Home</a></nav><article><h1>Rain</h1>
<p>For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it.</p>
<p>The mayor had asked the district for sandbags a week before, she said on Monday, and was sent a form.</p>
<p>Now the children go to school by the forest road, forty minutes each way, in the dark.</p></article>"""


@dataclass
class Stage:
    """An image on its way: its root, and what its instructions have set so far."""

    root: Path
    env: dict[str, str] = field(
        default_factory=lambda: {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
    )
    cwd: str = "/"
    user: str = "0:0"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Yield keyword and arguments of each instruction, continuation lines joined, comments left out."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        keyword, _, rest = line.strip().partition(" ")
        if keyword:
            yield keyword.upper(), rest.strip()


class Replay:
    """Replays a Dockerfile stage by stage, each on a copy of one clean root."""

    def __init__(self, base: Path, work: Path, binds: list[Path]) -> None:
        self.base = base
        self.work = work
        self.binds = binds
        self.stages: dict[str, Stage] = {}
        self.stage: Stage | None = None

    def build(self, dockerfile: str) -> Stage:
        """Follow every instruction; return the last stage."""
        for keyword, rest in instructions(dockerfile):
            print(f"{keyword} {rest}"[:150], flush=True)
            if keyword in IGNORED:
                continue
            follow = getattr(self, f"on_{keyword.lower()}", None)
            if follow is None:
                raise SystemExit(f"can't replay {keyword}")
            follow(rest)
        return self.current()

    def current(self) -> Stage:
        """Return the stage being built."""
        if self.stage is None:
            raise SystemExit("an instruction before FROM")
        return self.stage

    def on_from(self, rest: str) -> None:
        name = rest.split()[2] if " AS " in rest.upper() else f"stage-{len(self.stages)}"
        root = self.work / name
        run("cp", "-a", str(self.base), str(root))
        self.stage = self.stages[name] = Stage(root)

    def on_env(self, rest: str) -> None:
        stage = self.current()
        for assignment in shlex.split(rest):
            name, _, value = assignment.partition("=")
            stage.env[name] = re.sub(r"\$\{?(\w+)\}?", lambda found: stage.env.get(found[1], ""), value)

    def on_workdir(self, rest: str) -> None:
        self.current().cwd = rest
        inside(self.current(), rest).mkdir(parents=True, exist_ok=True)

    def on_user(self, rest: str) -> None:
        self.current().user = rest

    def on_copy(self, rest: str) -> None:
        words = shlex.split(rest)
        origin = PROJECT
        if words[0].startswith("--from="):
            origin = self.stages[words.pop(0).removeprefix("--from=")].root
        *sources, target = words
        place = inside(self.current(), os.path.join(self.current().cwd, target))
        into = len(sources) > 1 or target.endswith("/") or target == "."
        for source in sources:
            copy(origin / source.lstrip("/"), place if not into else place / Path(source).name)

    def on_run(self, rest: str) -> None:
        stage = self.current()
        # What lets pip reach the index from here, and nothing else of this machine.
        passed = {
            name: value
            for name, value in os.environ.items()
            if re.match("PIP_|SSL_CERT_|https?_proxy", name, re.IGNORECASE)
        }
        mounts = "".join(
            f"mkdir -p {q(stage.root, bind)}; mount --rbind {bind} {q(stage.root, bind)}; "
            for bind in self.binds
        )
        script = (
            f"mount -t proc proc {q(stage.root, '/proc')}; mount --rbind /dev {q(stage.root, '/dev')}; {mounts}"
            f"exec chroot {shlex.quote(str(stage.root))} /bin/sh -c {shlex.quote(f'cd {stage.cwd} && {rest}')}"
        )
        run("unshare", "--mount", "sh", "-ec", script, env=passed | stage.env)

    def on_entrypoint(self, rest: str) -> None:
        self.current().entrypoint = json.loads(rest)

    def on_cmd(self, rest: str) -> None:
        self.current().command = json.loads(rest)

    def on_healthcheck(self, rest: str) -> None:
        self.current().health = json.loads(rest.partition("CMD ")[2])


def inside(stage: Stage, path: str | Path) -> Path:
    """Return where ``path`` of a stage lies on this machine."""
    return stage.root / str(path).lstrip("/")


def q(root: Path, path: str | Path) -> str:
    return shlex.quote(str(root / str(path).lstrip("/")))


def copy(source: Path, target: Path) -> None:
    """Copy as COPY does: a directory's contents, without what .dockerignore leaves out."""
    if source.is_dir():
        shutil.copytree(
            source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run ``command``; its failure ends the replay."""
    done = subprocess.run(command, env=env, check=False)
    if done.returncode:
        raise SystemExit(f"failed with {done.returncode}: {shlex.join(command)[:300]}")


def clean_debian(root: Path, suite: str, mirror: str) -> None:
    """Put a minimal Debian with Python at ``root``, as the base image has it: ``python`` on the path."""
    run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(root), mirror)
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")


def connect(root: Path) -> None:
    """Let ``root`` reach what this machine reaches: names, certificates, pip's index."""
    for name in ("etc/resolv.conf", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt"):
        host = Path("/", name)
        if host.exists():
            (root / name).unlink(missing_ok=True)
            shutil.copy(host, root / name)


def confined(stage: Stage, command: list[str]) -> list[str]:
    """Return ``command`` as the container would run it: its user, a read-only tree, no capability, no new one."""
    uid, _, gid = stage.user.partition(":")
    root = shlex.quote(str(stage.root))
    drop = f"setpriv --reuid {uid} --regid {gid} --clear-groups --bounding-set -all --inh-caps -all --no-new-privs"
    script = (
        f"mount --bind {root} {root}; mount -t proc proc {root}/proc; mount --bind -o ro /dev/null {root}/dev/null;"
        f"mount --bind /dev/urandom {root}/dev/urandom; mount -o remount,bind,ro {root};"
        f"exec chroot {root} {drop} {shlex.join(command)}"
    )
    return ["unshare", "--mount", "sh", "-ec", script]


def check(stage: Stage) -> None:
    """Start the service, wait until it is ready, post a page, ask its own health check, stop it."""
    if stage.user.partition(":")[0] in ("0", "root"):
        raise SystemExit("the image runs as root")
    env = stage.env | {"MARROW_PORT": str(PORT), "MARROW_HOST": "127.0.0.1", "MARROW_WORKERS": "2"}
    server = subprocess.Popen(confined(stage, stage.entrypoint + stage.command), env=env)
    try:
        wait_until_ready(server)
        answer = json.loads(ask("/v1/extract", PAGE))
        print(json.dumps(answer, ensure_ascii=False, indent=1)[:1200])
        if "nine days" not in answer["text"] or "Home" in answer["text"]:
            raise SystemExit("that is not the body")
        run(*confined(stage, stage.health), env=env)
        tell_confinement(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(30)
    if status:
        raise SystemExit(f"the service ended with {status}")


def wait_until_ready(server: subprocess.Popen[bytes]) -> None:
    """Return when the service takes pages."""
    end = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < end and server.poll() is None:
        try:
            ask("/readyz")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the service did not get ready")


def ask(path: str, body: bytes | None = None) -> bytes:
    """Return what the service answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", body, {"Content-Type": "text/html"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        data: bytes = answer.read()
    return data


def tell_confinement(pid: int) -> None:
    """Print user and capabilities of the running server, and fail if it has any, or could write."""
    status = Path(f"/proc/{pid}/status").read_text()
    told = dict(
        line.split(":\t", 1) for line in status.splitlines() if line.startswith(("Uid", "Cap", "NoNewPrivs"))
    )
    print(told)
    if told["Uid"].startswith("0") or any(
        int(value, 16) for name, value in told.items() if name.startswith("Cap")
    ):
        raise SystemExit("it has more rights than it needs")
    mounts = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    (own,) = (line.split() for line in mounts if line.split()[4] == "/")
    if "ro" not in own[5].split(","):
        raise SystemExit("its root is not read-only")


def main() -> None:
    """Build and check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    parser.add_argument("--base", type=Path, help="keep the clean root here, or take the one that is here")
    parser.add_argument(
        "--bind", type=Path, action="append", default=[], help="show a directory of the host to RUN"
    )
    asked = parser.parse_args()
    if os.geteuid():
        sys.exit("needs root, for chroot and mounts")
    with tempfile.TemporaryDirectory(prefix="marrow-replay-") as place:
        base = asked.base or Path(place, "base")
        if not base.exists():
            clean_debian(base, asked.suite, asked.mirror)
        connect(base)
        replay = Replay(base, Path(place), asked.bind)
        check(replay.build((PROJECT / "Dockerfile").read_text()))
    print("the image builds, starts confined and extracts")


if __name__ == "__main__":
    main()
