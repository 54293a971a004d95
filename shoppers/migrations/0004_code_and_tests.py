"""Short tests that a shopper passes before her first call, and every try at them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shoppers', '0003_client_is_nothing_else'),
    ]

    operations = [
        migrations.CreateModel(
            name='QualificationTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='QualificationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('document', models.JSONField()),
                ('document_hash', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='shoppers.qualificationtest')),
            ],
            options={
                'ordering': ['test', 'version'],
            },
        ),
        migrations.CreateModel(
            name='QualificationTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('number', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField()),
                ('right', models.PositiveSmallIntegerField()),
                ('asked', models.PositiveSmallIntegerField()),
                ('passed', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualification_tries', to='shoppers.shopper')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='shoppers.qualificationversion')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ExtraTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extra_tries', to='shoppers.shopper')),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extra_tries', to='shoppers.qualificationtest')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extra_try_has_a_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.UniqueConstraint(fields=('test', 'version'), name='qualification_version_once'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('document_hash__regex', '^[0-9a-f]{64}$')), name='qualification_is_hashed'),
        ),
        migrations.AddConstraint(
            model_name='qualificationtry',
            constraint=models.UniqueConstraint(fields=('version', 'shopper', 'number'), name='qualification_try_number_once'),
        ),
        migrations.AddConstraint(
            model_name='qualificationtry',
            constraint=models.UniqueConstraint(fields=('shopper', 'key'), name='qualification_try_key_once'),
        ),
        migrations.AddConstraint(
            model_name='qualificationtry',
            constraint=models.CheckConstraint(condition=models.Q(('right__lte', models.F('asked'))), name='qualification_try_adds_up'),
        ),
    ]
