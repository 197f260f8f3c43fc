"""What is published cannot be made a draft again and then be changed; nor may it rest on other vintages.

The state itself was free to move, since an edition may still be withdrawn; with it the freeze could be
lifted in two statements.
"""

from importlib import import_module

from django.db import migrations

before = import_module("dugnad.editions.migrations.0003_frozen")
EDITION = (*before.EDITION, "published_by_id")
VINTAGES = "editions_edition_vintages"
DROP = {
    "sqlite": "DROP TRIGGER {table}_is_frozen",
    "postgresql": "DROP TRIGGER {table}_is_frozen ON {table}",
}
REFUSE = f"BEGIN SELECT RAISE(ABORT, '{before.MESSAGE}'); END"


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(DROP[vendor].format(table="editions_edition"))
    for statement in {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[vendor]():
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in ("editions_edition", VINTAGES):
        schema_editor.execute(DROP[vendor].format(table=table))
    make = {"sqlite": before._on_sqlite, "postgresql": before._on_postgresql}[vendor]
    for statement in make():
        if statement.startswith("CREATE TRIGGER editions_edition_is_frozen"):
            schema_editor.execute(statement)


def _on_sqlite():
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in EDITION)
    yield (
        "CREATE TRIGGER editions_edition_is_frozen BEFORE UPDATE ON editions_edition "
        "WHEN OLD.state IN ('published', 'withdrawn') AND "
        f"((OLD.state IS NOT NEW.state AND NEW.state IS NOT 'withdrawn') OR {changed}) {REFUSE}"
    )
    yield (
        f"CREATE TRIGGER {VINTAGES}_is_frozen BEFORE UPDATE ON {VINTAGES} WHEN EXISTS (SELECT 1 FROM "
        f"editions_edition WHERE id = OLD.edition_id AND state IN ('published', 'withdrawn')) {REFUSE}"
    )


def _on_postgresql():
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in EDITION)
    yield (
        "CREATE TRIGGER editions_edition_is_frozen BEFORE UPDATE ON editions_edition FOR EACH ROW "
        "WHEN (OLD.state IN ('published', 'withdrawn') AND "
        f"((OLD.state <> NEW.state AND NEW.state <> 'withdrawn') OR {changed})) "
        "EXECUTE FUNCTION editions_refuse_edition()"
    )
    yield (
        f"CREATE TRIGGER {VINTAGES}_is_frozen BEFORE UPDATE ON {VINTAGES} FOR EACH ROW "
        "EXECUTE FUNCTION editions_refuse_change()"
    )


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_frozen")]

    operations = [migrations.RunPython(freeze, thaw)]
