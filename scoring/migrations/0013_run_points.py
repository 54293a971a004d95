"""A run's contacts, packed as the formulas read them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0031_lockout_stops_a_planned_call'),
        ('scoring', '0012_seal_breaks'),
    ]

    operations = [
        migrations.CreateModel(
            name='RunPoints',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participations', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('shoppers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('matrix', models.BinaryField()),
                ('content_hash', models.CharField(max_length=64)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.category')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='scoring.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'category'), name='run_points_once_a_category')],
            },
        ),
    ]
