"""The days of earlier decisions stand in rows of their own by now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0003_keep_earlier_decisions")]
    operations = [migrations.RemoveField(model_name="endorsement", name="earlier")]
