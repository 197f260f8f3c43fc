from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models


def note_coverage(apps, schema_editor):
    """Vintages that were taken in before this field was there: what their sums tell of."""
    vintages = apps.get_model("indicators", "Vintage").objects
    totals = apps.get_model("indicators", "SectorTotal").objects
    for vintage in vintages.all():
        years, sectors = defaultdict(set), set()
        for code, year, sector in totals.filter(vintage=vintage).values_list("code", "year", "sector"):
            years[code].add(year)
            sectors.add(sector)
        groups = defaultdict(list)
        for code in sorted(years):
            groups[tuple(sorted(years[code]))].append(code)
        vintage.coverage = [{"years": list(key), "codes": codes} for key, codes in groups.items()]
        vintage.sectors = sorted(sectors)
        vintage.save(update_fields=["coverage", "sectors"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [
        migrations.RenameField("vintage", "left_out", "without_figure"),
        migrations.AddField("vintage", "coverage", models.JSONField(default=list)),
        migrations.AddField("vintage", "sectors", models.JSONField(default=list)),
        migrations.AlterField(
            "vintage", "codes_of", models.DateField(blank=True, null=True, verbose_name="codes of")
        ),
        migrations.AlterField("observation", "value", models.FloatField(null=True)),
        migrations.AlterField("observation", "sector", models.CharField(blank=True, max_length=60)),
        migrations.AlterField(
            "observation",
            "vintage",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="indicators.vintage",
            ),
        ),
        migrations.AlterField("sectortotal", "value", models.FloatField(null=True)),
        migrations.AlterField("sectortotal", "sector", models.CharField(blank=True, max_length=60)),
        migrations.AlterField(
            "sectortotal",
            "vintage",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="totals",
                to="indicators.vintage",
            ),
        ),
        migrations.RunPython(note_coverage, migrations.RunPython.noop, elidable=True),
    ]
