"""Files that a colleague without an account puts in by a link."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_confidential_questions")]

    operations = [
        migrations.AddField(
            model_name="replyfile",
            name="forwarding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="calls.forwarding",
            ),
        ),
    ]
