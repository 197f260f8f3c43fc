"""Whether this installation is fit for use, told in plain words."""

import os
import smtplib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dugnad.kit import clock
from dugnad.kit.changes import ATTEMPTS
from dugnad.kit.models import OutgoingMail, PeriodicRun
from dugnad.kit.queries import dead_mail, last_heartbeat

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LONG_AGO = datetime(2021, 1, 1, tzinfo=clock.OSLO)  # a clock that says less was never set


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, and what was seen."""

    subject: str
    ok: bool
    text: str

    def as_json(self) -> dict[str, object]:
        """The finding for programs."""
        return {"subject": self.subject, "ok": self.ok, "text": self.text}


def inspect_installation() -> list[Finding]:
    """Look at configuration, database, mail, clock and files; the first finding often explains the next."""
    return [finding for look in LOOKS for finding in look()]


def _configuration() -> Iterator[Finding]:
    yield Finding("home", settings.HOME.is_dir(), f"the home folder is {settings.HOME}")
    key = settings.HOME / "secret-key"
    closed = not key.exists() or key.stat().st_mode & 0o077 == 0
    yield Finding(
        "secret",
        closed,
        "the secret key can be read by its owner alone"
        if closed
        else f"{key} can be read by others; run: chmod 600 {key}",
    )
    hosts = ", ".join(settings.ALLOWED_HOSTS)
    yield Finding("hosts", "*" not in settings.ALLOWED_HOSTS, f"answers to the names {hosts}")
    safe = settings.SECURE or settings.DEMO
    yield Finding(
        "https",
        safe,
        "pages and cookies ask for HTTPS"
        if settings.SECURE
        else "pages are served without HTTPS; that is for the demo only",
    )


def _demo() -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(
            "demo",
            True,
            f"this is a demo: its day is {settings.DEMO_TODAY}, and anyone may sign in as anyone",
        )
    else:
        yield Finding("demo", True, "demo mode is off")


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding("database", False, f"the database does not answer: {str(error).strip()}")
        return
    yield Finding("database", True, _engine())
    problems = [problem.msg for problem in run_checks(databases=["default"]) if problem.level >= ERROR]
    for problem in problems:
        yield Finding("database", False, str(problem))
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    text = (
        f"{len(waiting)} changes of the tables wait; run: dugnad manage migrate"
        if waiting
        else "the tables are up to date"
    )
    yield Finding("migrations", not waiting, text)


def _engine() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            version = connection.Database.sqlite_version  # type: ignore[attr-defined]
            return f"SQLite {version}, journal mode {journal}, {settings.DATABASES['default']['NAME']}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}, database {settings.DATABASES['default']['NAME']}"


def _work() -> Iterator[Finding]:
    """What the worker left behind; nothing can be asked before the tables are there."""
    try:
        beat, dead = last_heartbeat("worker"), list(dead_mail().order_by("id"))
        trail = PeriodicRun.objects.filter(job="trail").order_by("-due").first()
    except DatabaseError:
        return
    if not settings.DEMO:
        heard = f"last heard of {beat:%Y-%m-%d %H:%M}" if beat else "not heard of yet; run: dugnad worker"
        yield Finding(
            "worker",
            beat is not None and (clock.now() - beat).total_seconds() < 600,
            f"the worker was {heard}",
        )
    yield Finding("outbox", not dead, _of_outbox(dead))
    if trail:
        yield Finding(
            "trail",
            not trail.outcome.startswith("BROKEN"),
            f"the trail was verified {trail.due:%Y-%m-%d}: {trail.outcome}",
        )


def _of_outbox(dead: list[OutgoingMail]) -> str:
    if not dead:
        return "every mail could be sent, or waits for its turn"
    last = dead[-1]
    told = "1 mail was" if len(dead) == 1 else f"{len(dead)} mails were"
    why = f": {last.last_error}" if last.last_error else ""
    return f"{told} tried {ATTEMPTS} times, and could not be sent; the newest to {last.to}{why}"


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND != SMTP:
        kind = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
        yield Finding("mail", True, f"mail is not sent to a server ({kind})")
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding("mail", False, f"the mail server {place} does not answer: {error}")
        return
    yield Finding("mail", True, f"the mail server {place} answers")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    zone = f"{now:%Y-%m-%d %H:%M} in {settings.TIME_ZONE} (UTC{now:%z})"
    yield Finding(
        "clock", now > LONG_AGO, f"the clock says {zone}" if now > LONG_AGO else f"the clock is wrong: {zone}"
    )


def _files() -> Iterator[Finding]:
    folder = Path(settings.FILES_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"fit for use")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield Finding("files", False, f"files cannot be written to {folder}: {error.strerror}")
        return
    yield Finding("files", True, f"files can be written to {folder}")


LOOKS: list[Callable[[], Iterator[Finding]]] = [
    _configuration,
    _demo,
    _database,
    _work,
    _mail,
    _clock,
    _files,
]
