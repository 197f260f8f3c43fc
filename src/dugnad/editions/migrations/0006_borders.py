"""An edition keeps the borders that its maps are drawn with. Only a choice is new; no column changes."""

from django.db import migrations, models

KINDS = [
    ("region", "The region"),
    ("member", "A member"),
    ("answers", "What the members answered"),
    ("alliance_year", "The alliance's year"),
    ("stories", "Stories"),
    ("method", "Method and sources"),
    ("indicator", "An indicator"),
    ("borders", "Borders of the map"),
]


class Migration(migrations.Migration):
    dependencies = [("editions", "0005_page_blocks")]

    operations = [
        migrations.AlterField(
            model_name="block",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=16, verbose_name="kind"),
        )
    ]
