"""An expense or a bonus that is sent twice is one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0042_application_doors'),
    ]

    operations = [
        migrations.AddField(
            model_name='payextra',
            name='key',
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
