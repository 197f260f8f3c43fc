"""An appointment that is taken out of one calendar alone gets a new version there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody has been taken out yet, as far as is known."""

    dependencies = [("events", "0003_one_title_a_language")]

    operations = [
        migrations.AddField(
            "participation", "times_taken_out", models.PositiveSmallIntegerField(default=0)
        ),
    ]
