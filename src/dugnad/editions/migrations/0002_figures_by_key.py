import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat, Replace


def name_figures(apps, schema_editor):
    """Figures that were composed before they had names of their own: place, year and sector."""
    figures = apps.get_model("editions", "Figure").objects
    place = Replace(F("place"), Value(":"), Value("-"))
    year = Cast("year", models.CharField())
    figures.filter(sector="").update(key=Concat(place, Value("-"), year))
    figures.exclude(sector="").update(key=Concat(place, Value("-"), year, Value("-"), F("sector")))


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0001_initial"),
        ("members", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "edition",
            "kind",
            models.CharField(
                choices=[("klimastatus", "Klimastatus")],
                default="klimastatus",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField("edition", "year", models.PositiveSmallIntegerField(verbose_name="year")),
        migrations.AddField(
            "edition",
            "published_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.person",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(fields=("kind", "year"), name="one_edition_per_kind_and_year"),
        ),
        migrations.AlterField(
            "block",
            "kind",
            models.CharField(
                choices=[
                    ("region", "The region"),
                    ("member", "A member"),
                    ("answers", "What the members answered"),
                    ("alliance_year", "The alliance's year"),
                    ("stories", "Stories"),
                    ("method", "Method and sources"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
        migrations.AlterModelOptions(
            "figure", options={"ordering": ["edition", "place", "measure", "sector", "year"]}
        ),
        migrations.RemoveConstraint("figure", "one_figure_per_place_sector_and_year"),
        migrations.AddField(
            "figure",
            "key",
            models.SlugField(default="", max_length=200, verbose_name="short name in addresses"),
            preserve_default=False,
        ),
        migrations.AddField(
            "figure", "from_year", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "figure",
            "measure",
            models.CharField(
                choices=[
                    ("emissions", "Emissions"),
                    ("change-since-base", "Change since the base year"),
                    ("change-last-year", "Change in the last year"),
                    ("share-of-total", "Share of the place's emissions"),
                    ("per-inhabitant", "Emissions per inhabitant"),
                    ("share-of-national", "Share of the country's emissions"),
                ],
                default="emissions",
                max_length=20,
                verbose_name="measure",
            ),
        ),
        migrations.AlterField("figure", "place", models.CharField(max_length=100)),
        migrations.AlterField("figure", "sector", models.CharField(blank=True, max_length=60)),
        migrations.RunPython(name_figures, migrations.RunPython.noop),
        migrations.AddConstraint(
            "figure", models.UniqueConstraint(fields=("edition", "key"), name="one_figure_per_key")
        ),
        migrations.AddIndex(
            "figure", models.Index(fields=["edition", "measure", "place"], name="figure_by_measure")
        ),
    ]
