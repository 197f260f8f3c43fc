"""Titles of posts are told in three languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was written stays as the bokmål; the other two begin empty and fall back to it."""

    dependencies = [("members", "0002_places_and_confirmed_memberships")]

    operations = [
        migrations.RenameField("office", "title", "title_nb"),
        migrations.AlterField(
            "office", "title_nb", models.CharField(max_length=120, blank=True, verbose_name="title, bokmål")
        ),
        migrations.AddField(
            "office",
            "title_nn",
            models.CharField(max_length=120, blank=True, default="", verbose_name="title, nynorsk"),
            preserve_default=False,
        ),
        migrations.AddField(
            "office",
            "title_en",
            models.CharField(max_length=120, blank=True, default="", verbose_name="title, English"),
            preserve_default=False,
        ),
    ]
