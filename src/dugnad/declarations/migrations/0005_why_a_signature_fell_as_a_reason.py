"""That new words were signed is a reason of its own and no sentence: each reader has it in their language."""

from django.db import migrations, models

SENTENCES = (
    "Ordene ble endret, og teksten er undertegnet på nytt.",
    "Orda vart endra, og teksten er underskriven på nytt.",
    "The words were changed, and signed again.",
)


def recognise(apps, schema_editor):
    signatures = apps.get_model("declarations", "Signature").objects
    told = signatures.filter(revoked_on__isnull=False, revoked_because__in=SENTENCES)
    told.update(revoked_as="signed_anew", revoked_because="")


class Migration(migrations.Migration):
    dependencies = [("declarations", "0004_remove_days_of_earlier_decisions")]
    operations = [
        migrations.AddField(
            model_name="signature",
            name="revoked_as",
            field=models.CharField(
                blank=True,
                choices=[("signed_anew", "The words were changed, and signed again.")],
                max_length=11,
                verbose_name="kind of reason",
            ),
        ),
        migrations.RunPython(recognise, migrations.RunPython.noop),
    ]
