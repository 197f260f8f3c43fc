"""The demo alliance, loaded once for all who test with it on SQLite: each takes a copy."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("dugnad")
PATIENCE = 300.0  # seconds that a cold and busy machine may take


def loaded_demo(factory: pytest.TempPathFactory) -> Path:
    """The home that everybody copies and nobody changes; LOADED_DEMO names one for several runs."""
    # Workers of one run have folders side by side.
    beside = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    place = Path(os.environ.get("LOADED_DEMO") or beside / "loaded-demo")
    place.mkdir(parents=True, exist_ok=True)
    home, ready = place / "home", place / "ready"
    with _alone(place / "lock"):
        if not ready.exists():
            shutil.rmtree(home, ignore_errors=True)  # somebody was stopped while loading
            command = [PROGRAM, "demo", "--no-serve"]
            subprocess.run(command, env=environment(home), check=True, timeout=PATIENCE)
            ready.touch()
    return home


def environment(home: Path) -> dict[str, str]:
    """Nothing of the one who runs the tests, but where the demo lives."""
    own = ("DUGNAD_", "DATABASE_URL", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**others, "DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1"}


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
