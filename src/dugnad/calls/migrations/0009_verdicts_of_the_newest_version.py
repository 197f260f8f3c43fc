from django.db import migrations


def take_the_newest_verdict(apps, schema_editor):
    """A reply that was sent in again within a longer deadline says what its newest receipt says."""
    reply_model = apps.get_model("calls", "Reply")
    version_model = apps.get_model("calls", "ReplyVersion")
    judged = version_model.objects.filter(is_withdrawal=False, reply__submitted_at__isnull=False)
    newest = dict(judged.order_by("number").values_list("reply_id", "came_in_time"))
    for verdict in (True, False):
        replies = [pk for pk, came_in_time in newest.items() if came_in_time is verdict]
        reply_model.objects.filter(pk__in=replies).exclude(came_in_time=verdict).update(came_in_time=verdict)


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0008_agreements_are_kept"),
    ]

    operations = [
        migrations.RunPython(take_the_newest_verdict, migrations.RunPython.noop),
    ]
