"""Serves the pages with gunicorn, and keeps the worker beside it alive."""

import hashlib
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication

THREADS = 4
PATIENCE = 10.0  # seconds that a worker gets to finish its mail


def serve(host: str, port: int, workers: int, with_worker: bool) -> int:
    """Serve until told to stop; answers 2 when the port is taken."""
    listener = _listen(host, port)
    if listener is None:
        print(f"dugnad: port {port} on {host} is taken; choose another with --port", file=sys.stderr)  # noqa: T201
        return 2
    collect_static()
    connections.close_all()  # a connection that two processes share answers the wrong one
    companion = Companion() if with_worker else None
    address = f"http://{_shown(host)}:{listener.getsockname()[1]}/"
    try:
        Server(listener, workers, address).run()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    finally:
        if companion:
            companion.stop()
    return 0  # pragma: no cover - gunicorn always ends by SystemExit


class Server(BaseApplication):
    """Gunicorn with our settings; `listener` is a socket that is bound already."""

    def __init__(self, listener: socket.socket, workers: int, address: str) -> None:
        self.listener, self.workers, self.address = listener, workers, address
        super().__init__()

    def load_config(self) -> None:
        """Threads, because pages wait for the disk; preloaded, because memory is shared then."""
        values: dict[str, Any] = {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 20,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda server: print(f"Dugnad answers at {self.address}", flush=True),  # noqa: T201
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        from dugnad.wsgi import application

        return application


class Companion:
    """The worker beside the server: started again when it falls, stopped with the server."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process = self._start()
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.watch.start()

    def stop(self) -> None:
        """Let the worker finish what it sends, then end it."""
        self.stopping.set()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dugnad.cli", "worker", "--server", str(os.getpid())]
        return subprocess.Popen(command)  # noqa: S603 - our own program

    def _watch(self) -> None:
        while not self.stopping.wait(2.0):
            if self.process.poll() is not None:
                self.process = self._start()


def collect_static() -> bool:
    """Gather the static files when they have changed since the last time; whether they had."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    present = _fingerprint_of_static()
    if stamp.is_file() and stamp.read_text() == present:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(present)
    return True


def _fingerprint_of_static() -> str:
    """Names, sizes and times of every static file: quick to ask, and different after any change."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            lines.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _listen(host: str, port: int) -> socket.socket | None:
    """A socket bound before anything else is done: whoever has the port, we know at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        return None
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
