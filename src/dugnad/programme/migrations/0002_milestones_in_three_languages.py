"""Milestones are told in three languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was written stays as the bokmål; the other two begin empty and fall back to it."""

    dependencies = [("programme", "0001_initial")]

    operations = [
        migrations.RenameField("milestone", "title", "title_nb"),
        migrations.AlterField(
            "milestone", "title_nb", models.CharField(max_length=200, verbose_name="title, bokmål")
        ),
        migrations.AddField(
            "milestone",
            "title_nn",
            models.CharField(max_length=200, blank=True, default="", verbose_name="title, nynorsk"),
            preserve_default=False,
        ),
        migrations.AddField(
            "milestone",
            "title_en",
            models.CharField(max_length=200, blank=True, default="", verbose_name="title, English"),
            preserve_default=False,
        ),
    ]
