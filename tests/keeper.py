"""Keeps one PostgreSQL for a test session, as a process between the two: `python keeper.py BIN NAME=VALUE …`.

Laws
1. It lives as long as somebody holds its standard input: when pytest ends, in whatever way, also by kill -9, the pipe
   closes; then the server is stopped and its folder is gone.
2. The server never runs as root: then it is `nobody`'s, with a folder that is nobody's too.
3. It is heard on a socket in that folder, and on no port.

It says its folder, and then answers each line `start` with the number of the process that is ready, or with what went
wrong. Whoever kills that process asks for another start.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

READY_S = 120.0
"""Crash recovery after a kill included."""
LONGEST = 80
"""Letters of a folder whose socket still has a legal name (107 in all)."""
SUPERUSER = "postgres"
INITDB = ("-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
STATUS = 7
"""The line of postmaster.pid that says `ready`."""


def unprivileged() -> dict[str, Any]:
    """What makes a child nobody's, for subprocess; nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def make_folder() -> Path:
    name = tempfile.mkdtemp(prefix="ppg-")
    if len(name) > LONGEST:
        Path(name).rmdir()
        name = tempfile.mkdtemp(prefix="ppg-", dir="/tmp")
    if who := unprivileged():
        os.chown(name, who["user"], who["group"])
    return Path(name)


class Keeper:
    def __init__(self, binaries: Path, settings: Sequence[str]) -> None:
        self.folder = make_folder()
        self.data = self.folder / "data"
        self._binaries = binaries
        self._settings = (*settings, "listen_addresses=", f"unix_socket_directories={self.folder}")
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        """The number of the process, once it takes connections."""
        if not self.data.exists():
            self._reach()
            self._call("initdb", "-D", str(self.data), *INITDB)
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            server = self._server = self._launch()
            while server.poll() is None and time.monotonic() < deadline:
                if self._ready(server.pid):
                    return server.pid
                time.sleep(0.005)
            time.sleep(0.05)  # what the killed one left behind is still ending
        raise RuntimeError(self._log().read_text(errors="replace")[-2_000:])

    def stop(self) -> None:
        server = self._server
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # ends its connections, and writes what it has
            try:
                server.wait(READY_S)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reach(self) -> None:
        """Binaries below a folder that only we may enter are copied to where the server may run them."""
        try:
            self._call("initdb", "--version")
        except PermissionError:
            root, package = self._binaries.parents[2], self._binaries.parents[1].name
            copy = self.folder / "binaries"
            for one in (package, f"{package}.libs"):  # a wheel keeps the libraries beside the package
                if (root / one).exists():
                    shutil.copytree(root / one, copy / one, symlinks=True)
            self._binaries = copy / self._binaries.relative_to(root)

    def _call(self, name: str, *words: str) -> None:
        with self._log().open("ab") as log:
            command = [str(self._binaries / name), *words]
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.folder, **unprivileged())

    def _launch(self) -> "subprocess.Popen[bytes]":
        words = [word for one in self._settings for word in ("-c", one)]
        with self._log().open("ab") as log:
            command = [str(self._binaries / "postgres"), "-D", str(self.data), *words]
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **unprivileged()
            )

    def _ready(self, pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > STATUS and lines[0] == str(pid) and lines[STATUS].strip() == "ready"

    def _log(self) -> Path:
        return self.folder / "log"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # also then the server is stopped
    keeper = Keeper(Path(sys.argv[1]), sys.argv[2:])
    try:
        print(keeper.folder, flush=True)
        for _ in sys.stdin:
            try:
                print(keeper.start(), flush=True)
            except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
                print("failed:", " ".join(str(error).split()), flush=True)
    finally:
        keeper.stop()


if __name__ == "__main__":
    main()
