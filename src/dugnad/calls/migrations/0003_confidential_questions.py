"""Questions whose answers only the secretariat reads."""

from django.db import migrations, models

CONTACT = ("contact-name", "contact-email")


def keep_contacts(apps, schema_editor):
    """Mark the ready-made questions about whom to talk to, wherever they have been asked.

    Their help has promised since the first call that only the secretariat reads the answer, and a case paper
    printed the names all the same. They are known by their keys, also in calls that fetched them from the
    bank; one of another kind with such a key is somebody's own question, and stays as it was asked.
    """
    questions = apps.get_model("calls", "Question").objects
    questions.filter(key__in=CONTACT, kind__in=("text", "email"), becomes="").update(is_confidential=True)


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_collecting")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="is_confidential",
            field=models.BooleanField(default=False, verbose_name="only the secretariat reads the answers"),
        ),
        migrations.RunPython(keep_contacts, migrations.RunPython.noop),
    ]
