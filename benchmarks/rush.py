"""A hundred people who sign up at the same moment, each once, with a server on this machine.

Both sides get the same server: gunicorn with two processes of four threads.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.cli.home import free_port

WORKERS, THREADS, PATIENCE = 2, 4, 120.0
ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Rush:
    """What became of those who came at once."""

    took: list[float] = field(default_factory=list)
    taken: int = 0  # answered as accepted: a place, or the waiting list
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0


class Server:
    """Gunicorn around one application, on a free port of this machine."""

    def __init__(self, python: str, application: str, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        command = [
            python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}",
            "--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS),
            "--timeout", "120", "--log-level", "error",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=ROOT, stdout=subprocess.DEVNULL
        )

    def request(self, path: str, body: bytes | None = None, **headers: str) -> urllib.request.Request:
        """A request by the name that both answer to, which has no port."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return urllib.request.Request(self.url + path, body, {"Host": "localhost", **named})

    def wait(self, path: str) -> None:
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.request(path), timeout=60).read()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"{self.url}{path} did not answer")

    def cpu(self) -> float:
        """Seconds of CPU that it has had so far, all of its processes."""
        return sum(_seconds(process) for process in [self.process.pid, *_children(self.process.pid)])

    def stop(self) -> None:
        """End it, and nothing else."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _seconds(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / TICKS


def _children(parent: int) -> list[int]:
    try:
        told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in told.split()]


SignUp = Callable[[urllib.request.OpenerDirector, int], bool]


def rush(server: Server, sign_up: SignUp, users: int) -> Rush:
    """Let everybody loose at once; `sign_up` tells whether somebody was accepted."""
    found, gate, lock = Rush(), threading.Barrier(users + 1), threading.Lock()

    def come(number: int) -> None:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        gate.wait()
        begun = time.monotonic()
        try:
            accepted = sign_up(browser, number)
        except (OSError, LookupError, ValueError) as error:
            told = error.read()[:200] if isinstance(error, urllib.error.HTTPError) else error
            with lock:
                found.errors.append(f"{type(error).__name__}: {told!r}")
            return
        with lock:
            found.took.append(time.monotonic() - begun)
            found.taken += accepted
            found.refused += not accepted

    people = [threading.Thread(target=come, args=(number,)) for number in range(users)]
    for one in people:
        one.start()
    cpu, begun = server.cpu(), time.monotonic()
    gate.wait()
    for one in people:
        one.join()
    found.seconds, found.cpu = time.monotonic() - begun, server.cpu() - cpu
    for complaint in sorted(set(found.errors))[:3]:
        print(complaint, file=sys.stderr)
    return found


def told(found: Rush, places: int, waiting: int) -> dict[str, Any]:
    """A rush as figures."""
    took = sorted(found.took) or [0.0]
    return {
        "accepted": found.taken, "refused": found.refused, "errors": len(found.errors), "places": [places],
        "waiting": waiting, "seconds": found.seconds, "cpu": found.cpu, "half": statistics.median(took),
        "most": took[int(0.95 * len(took))],
    }  # fmt: skip
