"""What `dugnad check` and Django's own check refuse before anything is lost."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register("database", deploy=False)
def database_keeps_what_it_acknowledges(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """An acknowledged answer must survive a power cut: refuse settings that lost rows."""
    if not databases:
        return []
    if connection.vendor == "sqlite":
        return _sqlite_problems()
    return _postgresql_problems()


def _sqlite_problems() -> list[CheckMessage]:
    with connection.cursor() as cursor:
        journal = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
        synchronous = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
    return sqlite_problems(journal, synchronous, version)


def sqlite_problems(journal: str, synchronous: int, version: tuple[int, ...]) -> list[CheckMessage]:
    """Judge a journal mode (wal, delete, …), synchronous level (2 full, 3 extra) and engine version."""
    if journal == "memory":
        return []
    problems: list[CheckMessage] = []
    fixed = version >= (3, 51, 3) or version[:3] in {(3, 50, 7), (3, 44, 6)}
    if journal == "wal" and not fixed:
        problems.append(
            Error("This SQLite can damage a write-ahead log; use 3.51.3 or later.", id="dugnad.E001")
        )
    if synchronous < (2 if journal == "wal" else 3):
        problems.append(Error("SQLite may acknowledge rows that a power cut loses.", id="dugnad.E002"))
    return problems


def _postgresql_problems() -> list[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (value,) = cursor.fetchone()
    return (
        []
        if value != "off"
        else [Error("synchronous_commit is off: PostgreSQL may lose acknowledged rows.", id="dugnad.E003")]
    )
