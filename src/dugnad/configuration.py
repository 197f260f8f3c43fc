"""Where this installation keeps its things, read from the environment alone."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

DEMO_DAY = "2021-05-03"


@dataclass(frozen=True)
class Configuration:
    """The environment of one installation, in words the rest of the settings use."""

    home: Path
    demo: bool
    today: str
    secret_key: str
    hosts: tuple[str, ...]
    secure: bool


def read_configuration() -> Configuration:
    """Read DUGNAD_* from the environment; the home folder remembers that it holds a demo."""
    home = Path(os.environ.get("DUGNAD_HOME", "var")).absolute()
    demo = os.environ.get("DUGNAD_DEMO", "1" if (home / "demo").exists() else "0") == "1"
    hosts = tuple(os.environ.get("DUGNAD_HOSTS", "localhost,127.0.0.1,[::1]").split(","))
    return Configuration(
        home=home,
        demo=demo,
        today=os.environ.get("DUGNAD_TODAY", DEMO_DAY) if demo else "",
        secret_key=os.environ.get("DUGNAD_SECRET_KEY") or _secret_key_of(home),
        hosts=hosts,
        secure=os.environ.get("DUGNAD_SECURE", "0" if demo else "1") == "1",
    )


def _secret_key_of(home: Path) -> str:
    """The key of this home, made once: sign-ins and signed links must survive a restart."""
    path = home / "secret-key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
