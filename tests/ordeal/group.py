"""The server group as an operator starts it, on SQLite or a PostgreSQL of its own, and how it is killed."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.cli.home import free_port
from tests.demo import PROGRAM, environment
from tests.postgres import Server as Database

PATIENCE = 60.0  # seconds that a start may take on a busy machine
HONEST = ("max_connections=60", "synchronous_commit=on")


class Group:
    """Web server, workers and, where there is one, the database: alive together and killed together."""

    def __init__(self, home: Path, database: Database | None = None) -> None:
        self.home, self.database, self.port = home, database, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the one who runs the tests, but where this alliance lives."""
        return environment(self.home) | ({"DATABASE_URL": self.database.url} if self.database else {})

    def load(self) -> None:
        """The demo alliance."""
        command = [PROGRAM, "demo", "--no-serve"]
        subprocess.run(command, env=self.environment, check=True, stderr=subprocess.DEVNULL)

    def start(self) -> float:
        """Start, and tell how many seconds it took until it answered; the database comes first."""
        begun = time.monotonic()
        if self.database is not None:
            self.database.start()
        command = [PROGRAM, "serve", "--with-worker", "--port", str(self.port)]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )
        while time.monotonic() - begun < PATIENCE:
            try:
                self.ask("GET", "/readyz")
            except OSError:
                time.sleep(0.05)
            else:
                return time.monotonic() - begun
        raise RuntimeError(f"The server did not come back.\n{(self.home / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """End all of it at once, as when the power of the process table is cut; nobody may say goodbye."""
        assert self.process is not None
        ended = database_processes(self.database)
        for pid in ended:
            _end(pid)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        _clear_away(self.database, ended)

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process is not None and self.process.poll() is None:
            self.kill()
        if self.database is not None:
            self.database.stop()

    def ask(self, method: str, path: str, *, token: str = "", body: Any = None, **headers: str) -> Any:
        """One request; the JSON that came back."""
        data = None if body is None else json.dumps(body).encode()
        head = {"Content-Type": "application/json"} if body is not None else {}
        head |= {"Authorization": f"Bearer {token}"} if token else {}
        head |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=data, headers=head, method=method)
        with urllib.request.urlopen(request, timeout=15) as answer:
            return json.loads(answer.read() or b"null")

    def token_of(self, slug: str) -> str:
        """A key for somebody of the demo, as it hands them out."""
        form = f"email={slug}@demo.example".encode()
        request = urllib.request.Request(f"{self.url}/demo/token", data=form, method="POST")
        with urllib.request.urlopen(request, timeout=15) as answer:
            return str(json.loads(answer.read())["token"])

    def municipalities(self) -> list[str]:
        """The members by the names that programs use."""
        found: list[str] = []
        address = "/api/v1/members"
        while address:
            page = self.ask("GET", address)
            found += [item["id"] for item in page["items"] if item["kind"] == "municipality"]
            address = (page["next"] or "").removeprefix(self.url)
        return found


def database_processes(database: Database | None) -> list[int]:
    """The processes of a PostgreSQL, its first one first: the rest would otherwise finish what they do."""
    if database is None:
        return []
    first = int((database.data / "postmaster.pid").read_text().split()[0])
    return [first, *_children(first)]


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended since the folder was listed
        if int(state[1]) == parent:
            found.append(int(folder.name))
    return found


def _clear_away(database: Database | None, ended: list[int]) -> None:
    """Wait until a killed database is dead, and remove its locks.

    A dead process keeps its number until somebody collects it, and as long PostgreSQL takes its locks for
    those of a server that runs. A machine that starts again after a power cut has no such number left.
    """
    while any(_lives(pid) for pid in ended):
        time.sleep(0.05)
    if database is not None:
        for lock in (database.data / "postmaster.pid", *database.folder.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):  # it had seen that its parent is gone
        os.kill(pid, signal.SIGKILL)
