"""Evaluations: what those who were at an event are asked, that they were, and what they said."""

import django.db.models.deletion
from django.db import migrations, models

import dugnad.calls.models.evaluating


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0009_verdicts_of_the_newest_version"),
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("questions", models.JSONField()),
                ("sent_at", models.DateTimeField()),
                ("closes", models.DateField(verbose_name="answer by")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.event"
                    ),
                ),
            ],
            options={"ordering": ["-sent_at"]},
        ),
        migrations.CreateModel(
            name="EvaluationReply",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=dugnad.calls.models.evaluating.by_chance,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("answers", models.JSONField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="calls.evaluation",
                    ),
                ),
            ],
            options={"verbose_name_plural": "evaluation replies", "ordering": ["evaluation", "id"]},
        ),
        migrations.CreateModel(
            name="EvaluationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="calls.evaluation",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.participation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "participation"), name="who_was_there_is_asked_once"
                    )
                ],
            },
        ),
    ]
