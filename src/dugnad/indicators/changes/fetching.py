"""Verbs that ask publishers: fetch a file, and take it in by the same way as one that somebody chose."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.indicators.changes.imports import import_figures
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.changes.registers import import_register
from dugnad.indicators.models import Connection
from dugnad.indicators.sources.connectors import CONNECTORS, Connector, fetch
from dugnad.indicators.sources.fetching import Wire
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@dataclass(frozen=True)
class Fetched:
    """What a publisher answered, with the name under which it is kept."""

    connector: Connector
    content: bytes
    name: str


def connector_with_key(key: str) -> Connector:
    """The connector with this key; Refused names those that there are."""
    if key not in CONNECTORS:
        message = _("There is no connector “%(key)s”. Those that are known: %(known)s.")
        raise Refused("connector", message % {"key": key, "known": ", ".join(CONNECTORS)}, field="connector")
    return CONNECTORS[key]


def fetch_file(key: str, *, seen_on: date, table: str = "", wire: Wire | None = None) -> Fetched:
    """Ask a publisher; nothing is stored. Refused in words where it does not answer."""
    connector = connector_with_key(key)
    own = Connection.objects.filter(key=key).values_list("table", flat=True).first() or ""
    number = table or own
    address = settings.SOURCE_ADDRESSES[connector.agency]
    content = fetch(connector, address, wire or Wire(), number)
    return Fetched(connector, content, connector.file_name(number, seen_on))


def take_in_fetched(
    fetched: Fetched, *, seen_on: date, dry_run: bool = False, by: Person | None, at: datetime
) -> FileReport:
    """Take in what was fetched: figures as a vintage, numbers as the register; the same bytes only once."""
    if not fetched.connector.indicator:
        return import_register(fetched.content, fetched.name, today=seen_on, dry_run=dry_run, by=by, at=at)
    return import_figures(
        fetched.content,
        fetched.name,
        indicator=fetched.connector.indicator,
        seen_on=seen_on,
        dry_run=dry_run,
        by=by,
        at=at,
    )


@transaction.atomic
def set_table(key: str, table: str, *, by: Person | None, at: datetime) -> Connection:
    """Say which table a connector asks for; nothing is the ready one."""
    connector = connector_with_key(key)
    number = "" if table == connector.table else table
    connection = Connection.objects.filter(key=key).first()
    if connection is None:
        connection = Connection(key=key, table=number)
        add(connection, "set_table", by=by, at=at)
    else:
        edit(connection, "set_table", {"table": number}, by=by, at=at)
    return connection
