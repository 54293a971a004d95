"""Applications of those who want to become shoppers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0031_lockout_stops_a_planned_call'),
        ('shoppers', '0009_mail_to_strangers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=40)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=3)),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('region', models.CharField(max_length=60)),
                ('weekly_capacity', models.PositiveSmallIntegerField()),
                ('birth_year', models.PositiveSmallIntegerField()),
                ('gender', models.CharField(max_length=40)),
                ('consent_hash', models.CharField(max_length=64)),
                ('applied_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('declined_for', models.CharField(blank=True, default='', max_length=40)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='evaluations.programme')),
                ('shopper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='application', to='shoppers.shopper')),
            ],
            options={
                'ordering': ['applied_at', 'id'],
                'indexes': [models.Index(fields=['confirmed_at'], name='application_by_confirmed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['en', 'nb', 'sv'])), name='application_language_known'), models.CheckConstraint(condition=models.Q(('gender__in', ['f', 'm', 'x'])), name='application_gender_known'), models.CheckConstraint(condition=models.Q(('languages__contained_by', ['en', 'nb', 'sv']), ('languages__len__gte', 1)), name='application_languages_known'), models.CheckConstraint(condition=models.Q(('channels__contained_by', ['chat', 'email', 'messenger', 'phone']), ('channels__len__gte', 1)), name='application_channels_known'), models.CheckConstraint(condition=models.Q(('consent_hash__regex', '^[0-9a-f]{64}$')), name='application_has_consent'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('declined_for', ''), ('shopper', None)), models.Q(('confirmed_at__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), ('declined_for__in', ['enough', 'not_now', 'otherwise']), ('shopper', None)), models.Q(('confirmed_at__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), ('declined_for', ''), ('shopper__isnull', False)), _connector='OR'), name='application_decided_once')],
            },
        ),
    ]
