"""What is published cannot be changed, not even by a statement that goes past the verbs.

Only changes are stopped. Rows must still come in one by one when a backup is read, and go all together
when an installation is emptied; content that was added or taken away shows against the fingerprint.
"""

from django.db import migrations

EDITION = (
    "kind", "year", "title_nb", "title_nn", "title_en", "foreword_nb", "foreword_nn", "foreword_en",
    "indicator_id", "members_on", "seen_by", "base_year", "composed_at", "published_at", "content",
    "content_sha256",
)  # fmt: skip
PARTS = ("editions_block", "editions_figure")
MESSAGE = "a published edition is frozen"


def freeze(apps, schema_editor):
    make = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[schema_editor.connection.vendor]
    for statement in make():
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    suffix = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table in ("editions_edition", *PARTS):
        schema_editor.execute(f"DROP TRIGGER {table}_is_frozen" + suffix.format(table=table))
    if schema_editor.connection.vendor == "postgresql":
        for name in ("editions_refuse_change", "editions_refuse_edition"):
            schema_editor.execute(f"DROP FUNCTION {name}")


def _on_sqlite():
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in EDITION)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    yield (
        "CREATE TRIGGER editions_edition_is_frozen BEFORE UPDATE ON editions_edition "
        f"WHEN OLD.state IN ('published', 'withdrawn') AND ({changed}) {refuse}"
    )
    for table in PARTS:
        yield (
            f"CREATE TRIGGER {table}_is_frozen BEFORE UPDATE ON {table} WHEN EXISTS (SELECT 1 FROM "
            "editions_edition WHERE id = OLD.edition_id AND state IN ('published', 'withdrawn')) "
            f"{refuse}"
        )


def _on_postgresql():
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in EDITION)
    yield (
        "CREATE FUNCTION editions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM editions_edition WHERE id = OLD.edition_id AND state IN "
        f"('published', 'withdrawn')) THEN RAISE EXCEPTION '{MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE FUNCTION editions_refuse_edition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        "CREATE TRIGGER editions_edition_is_frozen BEFORE UPDATE ON editions_edition FOR EACH ROW "
        f"WHEN (OLD.state IN ('published', 'withdrawn') AND ({changed})) "
        "EXECUTE FUNCTION editions_refuse_edition()"
    )
    for table in PARTS:
        yield (
            f"CREATE TRIGGER {table}_is_frozen BEFORE UPDATE ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION editions_refuse_change()"
        )


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_figures_by_key")]

    operations = [migrations.RunPython(freeze, thaw)]
