from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_alter_document_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='reason',
            field=models.TextField(blank=True),
        ),
    ]
