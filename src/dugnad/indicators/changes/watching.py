"""Verbs of the night: ask the sources that are switched on, and keep what is new until it is taken in.

Nothing is imported by itself. The file is kept, so that taking it in asks nobody a second time.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dugnad.indicators.changes.fetching import Fetched, connector_with_key, fetch_file, take_in_fetched
from dugnad.indicators.changes.imports import READABLE, draft_reading
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.changes.wording import first_refusal
from dugnad.indicators.models import Connection, Find, SectorTotal
from dugnad.indicators.queries.catalogue import indicator_with_key, newest_official
from dugnad.indicators.sources.connectors import CONNECTORS
from dugnad.indicators.sources.fetching import Unreachable, Wire
from dugnad.indicators.states import FindState
from dugnad.kit import uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

SHOWN = 100  # of the changes, the largest first
Cells = Mapping[tuple[str, int, str], float | None]


@transaction.atomic
def watch(key: str, *, is_watched: bool, by: Person | None, at: datetime) -> Connection:
    """Ask a source every night, or no longer; what went wrong before is then forgotten."""
    connector_with_key(key)
    connection = Connection.objects.filter(key=key).first()
    if connection is None:
        connection = Connection(key=key, is_watched=is_watched)
        add(connection, "watch", by=by, at=at)
        return connection
    values = {"is_watched": is_watched, "trouble": "", "trouble_since": None}
    edit(connection, "watch", values, by=by, at=at)
    return connection


def ask_sources(*, seen_on: date, at: datetime, wire: Wire | None = None) -> str:
    """Ask every source that is switched on; says how many, what was found and what went wrong."""
    found, troubled, away = 0, 0, dict[str, Refused]()
    watched = list(Connection.objects.filter(is_watched=True))
    for connection in watched:
        agency = CONNECTORS[connection.key].agency
        try:
            if agency in away:
                raise away[agency]
            found += _ask(connection, seen_on=seen_on, at=at, wire=wire) is not None
            _note(connection, "", seen_on=seen_on, at=at)
        except Refused as refusal:
            troubled += 1
            if isinstance(refusal, Unreachable) and refusal.code == "away":
                away[agency] = refusal  # nobody waits for the same silence again
            _note(connection, str(refusal.message), seen_on=seen_on, at=at)
    return f"{len(watched)} asked, {found} found, {troubled} in trouble"


@transaction.atomic
def _note(connection: Connection, trouble: str, *, seen_on: date, at: datetime) -> None:
    """What went wrong is told once, with its day, and told again only when it is something else."""
    Connection.objects.filter(pk=connection.pk).update(asked_at=at)
    values = {"trouble": trouble, "trouble_since": seen_on if trouble else None}
    if trouble != connection.trouble:
        edit(connection, "note_trouble" if trouble else "answer_again", values, by=None, at=at)


def _ask(connection: Connection, *, seen_on: date, at: datetime, wire: Wire | None) -> Find | None:
    fetched = fetch_file(connection.key, seen_on=seen_on, wire=wire or Wire(tries=3))
    inspected = uploads.inspect(fetched.content, fetched.name, allowed=READABLE)
    if connection.finds.filter(file__sha256=inspected.sha256).exists():
        return None
    report, counts, largest = _what_is_new(fetched, seen_on=seen_on, at=at)
    if report.refused:
        raise Refused("refused", first_refusal(report))
    if not any(counts.values()):
        return None
    find = Find(
        connection=connection,
        file_name=fetched.name,
        seen_on=seen_on,
        found_at=at,
        counts=counts,
        largest=largest,
    )
    with transaction.atomic():
        find.file = store_file(fetched.content, inspected, at=at)
        connection.finds.filter(state=FindState.WAITING).update(state=FindState.OVERTAKEN)
        add(find, "find_figures", by=None, at=at)
    return find


def _what_is_new(
    fetched: Fetched, *, seen_on: date, at: datetime
) -> tuple[FileReport, dict[str, int], list[dict[str, Any]]]:
    """What a file has that we have not: nothing where its bytes are here already."""
    if not fetched.connector.indicator:
        report = take_in_fetched(fetched, seen_on=seen_on, dry_run=True, by=None, at=at)
        return report, {"numbers": report.stored}, []
    indicator = indicator_with_key(fetched.connector.indicator)
    report, reading = draft_reading(fetched.content, fetched.name, indicator, seen_on=seen_on)
    if report.vintage or report.refused:
        return report, {}, []
    newest = newest_official(indicator)
    before = SectorTotal.objects.filter(vintage=newest).values_list("code", "year", "sector", "value")
    return report, *_compared({(*cell,): value for *cell, value in before}, reading.sums)


def _compared(before: Any, after: Cells) -> tuple[dict[str, int], list[dict[str, Any]]]:
    both = before.keys() & after.keys()
    changed = [cell for cell in both if before[cell] != after[cell]]
    counts = {
        "changed": len(changed),
        "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()),
    }
    size = {cell: abs((after[cell] or 0.0) - (before[cell] or 0.0)) for cell in changed}
    largest = sorted(changed, key=lambda cell: (-size[cell], cell))[:SHOWN]
    return counts, [
        {"code": code, "year": year, "sector": sector, "old": before[cell], "new": after[cell]}
        for cell in largest
        for code, year, sector in [cell]
    ]


@transaction.atomic
def take_find(find: Find, *, by: Person | None, at: datetime) -> FileReport:
    """Take in what was found, from the file that was kept."""
    content = uploads.path_of(find.file.sha256).read_bytes()
    fetched = Fetched(connector_with_key(find.connection.key), content, find.file_name)
    report = take_in_fetched(fetched, seen_on=find.seen_on, by=by, at=at)
    if not report.refused:
        values = {"state": FindState.TAKEN, "vintage_id": report.vintage}
        edit(find, "take_find", values, by=by, at=at)
    return report


@transaction.atomic
def set_aside_find(find: Find, *, by: Person | None, at: datetime) -> None:
    """Leave what was found; the same file is not told of again."""
    edit(find, "set_aside_find", {"state": FindState.SET_ASIDE}, by=by, at=at)
