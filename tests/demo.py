"""What takes long to make and is the same for all: made once in a run of the tests, and copied by each."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("dugnad")
PATIENCE = 300.0  # seconds that a cold and busy machine may take


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """What everybody copies and nobody changes; workers wait for the first of them."""
    place = _beside(factory) / name
    place.mkdir(parents=True, exist_ok=True)
    made, ready = place / "made", place / "ready"
    with _alone(place / "lock"):
        if not ready.exists():
            shutil.rmtree(made, ignore_errors=True)  # somebody was stopped while making it
            make(made)
            ready.touch()
    return made


def migrated_home(factory: pytest.TempPathFactory) -> Path:
    """A home with its tables and nothing in them."""
    return made_once(factory, "tables", lambda home: command(home, "manage", "migrate", "--verbosity", "0"))


def loaded_demo(factory: pytest.TempPathFactory) -> Path:
    """A home with the demo alliance."""
    return made_once(factory, "demo", lambda home: command(home, "demo", "--no-serve"))


def backup_of_demo(factory: pytest.TempPathFactory) -> Path:
    """The demo alliance as one file, which SQLite and PostgreSQL can read."""
    loaded = loaded_demo(factory)

    def back_up(folder: Path) -> None:
        shutil.copytree(loaded, folder / "home")
        command(folder / "home", "backup", folder / "demo.zip")

    return made_once(factory, "backup", back_up) / "demo.zip"


def command(home: Path, *words: object, **more: str) -> None:
    """Run one command of the program in a home."""
    subprocess.run([PROGRAM, *map(str, words)], env=environment(home) | more, check=True, timeout=PATIENCE)


def environment(home: Path) -> dict[str, str]:
    """Nothing of the one who runs the tests, but where the demo lives."""
    own = ("DUGNAD_", "DATABASE_URL", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**others, "DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1"}


def _beside(factory: pytest.TempPathFactory) -> Path:
    """Where all workers look; MADE_ONCE names a place for several runs."""
    if "MADE_ONCE" in os.environ:
        return Path(os.environ["MADE_ONCE"])
    own = factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-once"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
