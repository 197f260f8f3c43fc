"""Who adopted a target is told in three languages; mappings stand in Norwegian order."""

from django.db import migrations, models

from dugnad.kit.queries import InNorwegianOrder


class Migration(migrations.Migration):
    """What was written stays as the bokmål; the other two begin empty and fall back to it."""

    dependencies = [("indicators", "0005_definitions_and_targets")]

    operations = [
        migrations.AlterModelOptions(
            name="columnmapping", options={"ordering": [InNorwegianOrder("name")]}
        ),
        migrations.RenameField("target", "adopted_by", "adopted_by_nb"),
        migrations.AlterField(
            "target", "adopted_by_nb", models.CharField(max_length=120, verbose_name="adopted by, bokmål")
        ),
        migrations.AddField(
            "target",
            "adopted_by_nn",
            models.CharField(max_length=120, blank=True, default="", verbose_name="adopted by, nynorsk"),
            preserve_default=False,
        ),
        migrations.AddField(
            "target",
            "adopted_by_en",
            models.CharField(max_length=120, blank=True, default="", verbose_name="adopted by, English"),
            preserve_default=False,
        ),
    ]
