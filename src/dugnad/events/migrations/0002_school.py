"""Speakers, the day of the link and wishes of a session; slides as links or files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_comments_on_minutes"),
        ("kit", "0003_outgoingmail_calendar_outgoingmail_method"),
    ]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="speakers",
            field=models.JSONField(blank=True, default=list, verbose_name="speakers"),
        ),
        migrations.AddField(
            model_name="signup",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="days before that the link is sent"
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="wish",
            field=models.TextField(blank=True, verbose_name="what to take up next"),
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what it is")),
                ("link", models.URLField(blank=True, max_length=1000, verbose_name="link")),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of the file"),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="events.event",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kit.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["event", "added_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), ("file__isnull", False)),
                            models.Q(models.Q(("link", ""), _negated=True), ("file__isnull", True)),
                            _connector="OR",
                        ),
                        name="material_is_a_link_or_a_file",
                    )
                ],
            },
        ),
    ]
