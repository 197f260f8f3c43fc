"""Rows of every table as lines of JSON: the same lines from SQLite and from PostgreSQL."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

# Sessions end with the installation that gave them, and a heartbeat tells of a machine, not of the alliance.
OURS = "dugnad."
ALSO = frozenset({"account"})
LEFT_OUT = frozenset({"kit.Heartbeat"})
BATCH = 2000

Model = type[models.Model]


def tables() -> list[Model]:
    """Every model that belongs to the alliance, each after the ones that it points at."""
    found = {
        model._meta.label: model
        for application in apps.get_app_configs()
        if application.name.startswith(OURS) or application.label in ALSO
        for model in application.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    }
    ordered: dict[str, Model] = {}
    for label in sorted(found):
        _place(label, found, ordered, on_the_way=set())
    return list(ordered.values())


def _place(label: str, found: dict[str, Model], ordered: dict[str, Model], *, on_the_way: set[str]) -> None:
    """Put a model after its targets; models that point at each other keep the order of their names."""
    if label in ordered or label in on_the_way:
        return
    on_the_way.add(label)
    targets = {
        field.related_model._meta.label  # type: ignore[union-attr]
        for field in found[label]._meta.concrete_fields
        if field.is_relation
    }
    for target in sorted(targets & found.keys()):
        _place(target, found, ordered, on_the_way=on_the_way)
    ordered[label] = found[label]


def lines_of(model: Model) -> Iterator[str]:
    """Each row as one line of JSON, by primary key."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
    for row in rows:
        values = {field.attname: _plain(value) for field, value in zip(fields, row, strict=True)}
        yield json.dumps(
            values, ensure_ascii=False, separators=(",", ":"), sort_keys=True, cls=DjangoJSONEncoder
        )


def canonical(line: str) -> str:
    """A line as the content hash sees it: PostgreSQL may give a whole number back without its `.0`."""
    return json.dumps(_whole(json.loads(line)), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def store(model: Model, lines: Iterable[str]) -> int:
    """Write rows as they stand in the lines, keys included; returns how many.

    Not by way of the models' own saving, which would set dates and counters anew.
    """
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables
    count, batch = 0, []
    with connection.cursor() as cursor:
        for line in lines:
            values = json.loads(line)
            batch.append([_stored(field, values[field.attname]) for field in fields])
            count += 1
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch = []
        if batch:
            cursor.executemany(statement, batch)
    return count


def reset_sequences(stored: list[Model]) -> None:
    """Let the next row get the next number: PostgreSQL counts apart from the rows."""
    statements = connection.ops.sequence_reset_sql(no_style(), stored)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _stored(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, models.BinaryField) and value is not None:
        value = base64.b64decode(value)
    elif not isinstance(field, models.JSONField):
        value = (field.target_field if field.is_relation else field).to_python(value)  # type: ignore[attr-defined]
    return field.get_db_prep_save(value, connection)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(content) for name, content in value.items()}
    if isinstance(value, list):
        return [_whole(content) for content in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
