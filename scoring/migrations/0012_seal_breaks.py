"""Rows that somebody altered past the app, as they were found."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0011_release_proposals'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealBreak',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=63)),
                ('row', models.CharField(max_length=64)),
                ('words', models.CharField(max_length=200)),
                ('seal', models.CharField(max_length=64)),
                ('found', models.CharField(max_length=64)),
                ('found_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-found_at'],
                'constraints': [models.UniqueConstraint(fields=('table', 'row', 'seal', 'found'), name='seal_break_told_once'), models.CheckConstraint(condition=models.Q(('found__regex', '^[0-9a-f]{64}$'), models.Q(('found', models.F('seal')), _negated=True)), name='seal_break_is_a_difference')],
            },
        ),
    ]
