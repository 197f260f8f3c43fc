"""Earlier decisions become rows of their own, with what the trail still tells of how and where."""

from django.db import migrations

DAYS = {"endorsed": "endorsed_on", "declined": "declined_on", "withdrawn": "withdrawn_on"}
TOLD = ("way", "body_name", "case_number", "decision_file_name", "reason")
VERBS = ("endorse", "decline_endorsement", "withdraw_endorsement")


def keep(apps, schema_editor):
    endorsements = apps.get_model("declarations", "Endorsement")
    for endorsement in endorsements.objects.order_by("pk"):
        found = [(state, day, sha256) for state, day, sha256 in endorsement.earlier]
        # Days that stand beside the decision that holds: an endorsement that was drawn back, for example.
        for state, field in DAYS.items():
            day = getattr(endorsement, field)
            if day and state != endorsement.state:
                found.append((state, day.isoformat(), endorsement.sha256))
                setattr(endorsement, field, None)
        told = list(_replayed(apps, endorsement))
        for state, day, sha256 in sorted(found, key=lambda one: one[1]):
            _add(apps, endorsement, state, day, sha256, told)
        endorsement.save(update_fields=list(DAYS.values()))


def _replayed(apps, endorsement):
    """The fields as they were after each decision, as the trail tells them."""
    changes = apps.get_model("kit", "Change").objects
    values = {}
    own = changes.filter(noun="declarations.endorsement", object_id=endorsement.pk, verb__in=VERBS)
    for change in own.order_by("pk"):
        values = {**values, **change.after}
        yield values


def _add(apps, endorsement, state, day, sha256, told):
    fits = [one for one in told if one.get("state", state) == state and one.get(DAYS[state]) == day]
    values = fits[-1] if fits else {}
    files = apps.get_model("kit", "StoredFile").objects
    apps.get_model("declarations", "PastDecision").objects.create(
        endorsement=endorsement,
        state=state,
        on=day,
        sha256=sha256,
        decision_file=files.filter(pk=values.get("decision_file") or 0).first(),
        **{name: values.get(name) or "" for name in TOLD},
    )


class Migration(migrations.Migration):
    dependencies = [("declarations", "0002_history_of_decisions_and_languages_of_papers")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
