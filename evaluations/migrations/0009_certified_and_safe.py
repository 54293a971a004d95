"""What is asked before the first call, what keeps a shopper safe, and whether she was recognised.

On the way back a call that was stopped becomes one that its shopper gave back: its place was given
to somebody else either way, and her words stay. Whether it was paid is then said nowhere.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STOPPED_IS_GIVEN_BACK = """
    UPDATE evaluations_testcallevent SET event = 'decline', to_state = 'declined'
    WHERE event = 'stop';
    UPDATE evaluations_testcall SET state = 'declined' WHERE state = 'stopped';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0008_board_and_messages'),
        ('shoppers', '0004_code_and_tests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('text', models.JSONField()),
                ('text_hash', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['programme', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recognised', models.BooleanField()),
                ('words', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['evaluation', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('text_hash', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='testcall',
            name='test_call_state_known',
        ),
        migrations.AddField(
            model_name='programme',
            name='asks_certification',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='programme',
            name='qualification',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='shoppers.qualificationtest'),
        ),
        migrations.AddField(
            model_name='scenario',
            name='most_minutes',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='scenario',
            name='safety',
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.CheckConstraint(condition=models.Q(('most_minutes__isnull', True), ('most_minutes__gte', 1), _connector='OR'), name='scenario_takes_some_time'),
        ),
        migrations.RunSQL(sql=migrations.RunSQL.noop, reverse_sql=STOPPED_IS_GIVEN_BACK),
        migrations.AddConstraint(
            model_name='testcall',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'cancelled', 'declined', 'done', 'expired', 'offered', 'planned', 'stopped'])), name='test_call_state_known'),
        ),
        migrations.AddField(
            model_name='briefing',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='evaluations.programme'),
        ),
        migrations.AddField(
            model_name='briefing',
            name='published_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recognition',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recognition',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recognitions', to='evaluations.evaluation'),
        ),
        migrations.AddField(
            model_name='signature',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='evaluations.programme'),
        ),
        migrations.AddField(
            model_name='signature',
            name='shopper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='shoppers.shopper'),
        ),
        migrations.AddConstraint(
            model_name='briefing',
            constraint=models.UniqueConstraint(fields=('programme', 'version'), name='briefing_version_once'),
        ),
        migrations.AddConstraint(
            model_name='briefing',
            constraint=models.CheckConstraint(condition=models.Q(('text_hash__regex', '^[0-9a-f]{64}$')), name='briefing_is_hashed'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('shopper', 'programme', 'signed'), name='signature_once_per_programme'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('signed__in', ['briefing', 'code'])), name='signature_of_a_known_text'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'nb', 'sv'])), name='signature_language_known'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('text_hash__regex', '^[0-9a-f]{64}$')), name='signature_names_its_text'),
        ),
    ]
