"""People, places and bodies stand in the order of the Norwegian alphabet, whatever database sorts them."""

from django.db import migrations

from dugnad.kit.queries import InNorwegianOrder


class Migration(migrations.Migration):
    """An order changes no table."""

    dependencies = [("members", "0003_titles_in_three_languages")]

    operations = [
        migrations.AlterModelOptions(
            name="body",
            options={"ordering": [InNorwegianOrder("name_nb")], "verbose_name_plural": "bodies"},
        ),
        migrations.AlterModelOptions(
            name="organisation", options={"ordering": [InNorwegianOrder("name")]}
        ),
        migrations.AlterModelOptions(name="person", options={"ordering": [InNorwegianOrder("name")]}),
    ]
