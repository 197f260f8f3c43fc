"""What stands on the page of an edition becomes rows that the secretariat arranges, and freezes as the rest.

SQLite makes a table anew when a column is added, and loses the table's triggers by it; so all of them are
taken away first and put back at the end.
"""

import django.db.models.deletion
from importlib import import_module

from django.db import migrations, models

third = import_module("dugnad.editions.migrations.0003_frozen")
fourth = import_module("dugnad.editions.migrations.0004_no_way_back_to_draft")
PAGE = "editions_pageblock"


def thaw(apps, schema_editor):
    """Every trigger of the room away."""
    for table in ("editions_edition", *third.PARTS, fourth.VINTAGES):
        schema_editor.execute(fourth.DROP[schema_editor.connection.vendor].format(table=table))


def freeze(apps, schema_editor):
    """The triggers as they stood."""
    vendor = schema_editor.connection.vendor
    for statement in _statements(third, vendor):
        table = statement.split()[2]
        if statement.startswith("CREATE TRIGGER") and table != "editions_edition_is_frozen":
            schema_editor.execute(statement)
    for statement in _statements(fourth, vendor):
        schema_editor.execute(statement)


def freeze_page(apps, schema_editor):
    """A block on the page of a published edition never changes either."""
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {PAGE}_is_frozen BEFORE UPDATE ON {PAGE} WHEN EXISTS (SELECT 1 FROM "
            "editions_edition WHERE id = OLD.edition_id AND state IN ('published', 'withdrawn')) "
            f"{fourth.REFUSE}"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {PAGE}_is_frozen BEFORE UPDATE ON {PAGE} FOR EACH ROW "
            "EXECUTE FUNCTION editions_refuse_change()"
        )


def thaw_page(apps, schema_editor):
    schema_editor.execute(fourth.DROP[schema_editor.connection.vendor].format(table=PAGE))


def _statements(migration, vendor):
    return {"sqlite": migration._on_sqlite, "postgresql": migration._on_postgresql}[vendor]()


class Migration(migrations.Migration):
    dependencies = [("editions", "0004_no_way_back_to_draft")]

    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.AddField(
            model_name='edition',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition'),
        ),
        migrations.AddField(
            model_name='figure',
            name='indicator',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='block',
            name='key',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='block',
            name='kind',
            field=models.CharField(choices=[('region', 'The region'), ('member', 'A member'), ('answers', 'What the members answered'), ('alliance_year', "The alliance's year"), ('stories', 'Stories'), ('method', 'Method and sources'), ('indicator', 'An indicator')], max_length=16, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='figure',
            name='measure',
            field=models.CharField(choices=[('emissions', 'Emissions'), ('change-since-base', 'Change since the base year'), ('change-last-year', 'Change in the last year'), ('share-of-total', "Share of the place's emissions"), ('per-inhabitant', 'Emissions per inhabitant'), ('share-of-national', "Share of the country's emissions"), ('level', "The indicator's own figure"), ('answers', 'How many members answered so')], default='emissions', max_length=20, verbose_name='measure'),
        ),
        migrations.CreateModel(
            name='PageBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='place on the page')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('key_figures', 'Key figures'), ('chart', 'Chart'), ('table', 'Table'), ('map', 'Map'), ('stories', 'Stories'), ('alliance_year', "The alliance's year"), ('answers', 'What the members answered'), ('members', 'Municipality by municipality'), ('method', 'Method and sources')], max_length=16, verbose_name='kind')),
                ('key', models.SlugField(max_length=40, verbose_name='short name in addresses')),
                ('heading_nb', models.CharField(blank=True, max_length=200, verbose_name='heading, bokmål')),
                ('heading_nn', models.CharField(blank=True, max_length=200, verbose_name='heading, nynorsk')),
                ('heading_en', models.CharField(blank=True, max_length=200, verbose_name='heading, English')),
                ('body_nb', models.TextField(blank=True, verbose_name='text, bokmål')),
                ('body_nn', models.TextField(blank=True, verbose_name='text, nynorsk')),
                ('body_en', models.TextField(blank=True, verbose_name='text, English')),
                ('settings', models.JSONField(blank=True, default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_blocks', to='editions.edition')),
            ],
            options={
                'ordering': ['edition', 'position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'key'), name='one_page_block_per_key')],
            },
        ),
        migrations.RunPython(freeze, thaw),
        migrations.RunPython(freeze_page, thaw_page),
    ]
