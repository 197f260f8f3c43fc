"""The point that approved the minutes of an earlier meeting says when."""

from typing import Any

from django.db import migrations, models


def told(apps: Any, _schema: Any) -> None:
    """Of minutes that were approved it was the first point that was treated; later ones were corrections."""
    items = apps.get_model("events", "AgendaItem").objects
    treated = items.filter(state="treated", approves__minutes_approved_at__isnull=False)
    known = set()
    for item in treated.select_related("approves").order_by("event__starts", "pk"):
        if item.approves_id not in known:
            known.add(item.approves_id)
            items.filter(pk=item.pk).update(approved_minutes_at=item.approves.minutes_approved_at)


class Migration(migrations.Migration):
    """What was not approved has no moment."""

    dependencies = [("events", "0004_out_of_one_calendar")]

    operations = [
        migrations.AddField("agendaitem", "approved_minutes_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(told, migrations.RunPython.noop),
    ]
