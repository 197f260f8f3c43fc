"""An installation of its own, used from outside as an operator uses it: by its commands."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DAY = "2021-05-03"


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    status: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.output)


class Home:
    """A folder in which one alliance lives; its database is SQLite unless an address is given."""

    def __init__(self, folder: Path, *, demo: bool = True, database: str = "") -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUGNAD_")}
        self.environment = kept | {"DUGNAD_HOME": str(folder), "DUGNAD_DEMO": "1" if demo else "0"}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def copy(self, folder: Path) -> "Home":
        """The same installation in another folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Home(folder)

    def run(self, *words: object, **environment: str) -> Answer:
        """Run one command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "dugnad.cli", *map(str, words)],
            env=self.environment | environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def start(self, *words: object, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a command that goes on until it is told to stop."""
        with (self.folder / "output").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "dugnad.cli", *map(str, words)],
                env=self.environment | environment,
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )

    @property
    def said(self) -> str:
        """What the started commands have said."""
        return (self.folder / "output").read_text()

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """What stands in the database file, read past the application."""
        connection = sqlite3.connect(self.folder / "dugnad.sqlite3")
        try:
            found = connection.execute(statement, values).fetchall()
            connection.commit()
        finally:
            connection.close()
        return found


def wait_for(condition: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until something has happened; fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not happen")
        time.sleep(0.02)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
