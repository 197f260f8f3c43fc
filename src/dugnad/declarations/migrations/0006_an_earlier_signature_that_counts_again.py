"""Why a signature fell may be that the text came back to what was signed earlier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("declarations", "0005_why_a_signature_fell_as_a_reason")]
    operations = [
        migrations.AlterField(
            model_name="signature",
            name="revoked_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("signed_anew", "The words were changed, and signed again."),
                    (
                        "words_back",
                        "The text says again what was signed earlier, and that signature counts again.",
                    ),
                ],
                max_length=11,
                verbose_name="kind of reason",
            ),
        ),
    ]
