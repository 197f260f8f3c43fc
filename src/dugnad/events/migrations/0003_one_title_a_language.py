"""The title of a point in its own language stands with the others."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Apart from the one before: a table is not changed in the transaction that writes its rows."""

    dependencies = [("events", "0002_titles_of_points_in_three_languages")]

    operations = [
        migrations.RemoveField("agendaitem", "title"),
        migrations.AddConstraint(
            "agendaitem",
            models.CheckConstraint(
                condition=~Q(title_nb="") | ~Q(title_nn="") | ~Q(title_en=""), name="an_item_has_a_title"
            ),
        ),
    ]
