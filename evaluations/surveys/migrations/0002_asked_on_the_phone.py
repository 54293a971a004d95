"""The expectation survey as shoppers answer it here: what is asked, drafts, earlier answers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0007_decided_and_chosen'),
        ('shoppers', '0003_client_is_nothing_else'),
        ('surveys', '0001_expectation_survey'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='expectationresponse',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='EarlierExpectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.JSONField()),
                ('ranking', models.JSONField()),
                ('complete', models.BooleanField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('replaced_at', models.DateTimeField()),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier', to='surveys.expectationresponse')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ExpectationSurvey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asks', models.CharField(max_length=40)),
                ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('announced_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='expectation_survey', to='evaluations.programme')),
            ],
        ),
        migrations.CreateModel(
            name='ExpectationDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.JSONField()),
                ('ranking', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectation_drafts', to='shoppers.shopper')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='surveys.expectationsurvey')),
            ],
        ),
        migrations.AddConstraint(
            model_name='expectationsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('asks__in', ['both', 'ranking', 'shares'])), name='survey_asks_known'),
        ),
        migrations.AddConstraint(
            model_name='expectationsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('opens_on__lte', models.F('closes_on'))), name='survey_days_ordered'),
        ),
        migrations.AddConstraint(
            model_name='expectationsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('sections__len__gte', 2)), name='survey_has_sections'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expectationsurvey',
            trigger=pgtrigger.compiler.Trigger(name='survey_questions_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.programme_id, OLD.asks, OLD.sections) IS DISTINCT FROM (NEW.programme_id, NEW.asks, NEW.sections))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3ea171b0cfab818c03680cd12764455baba6579f', operation='UPDATE', pgid='pgtrigger_survey_questions_frozen_282b9', table='surveys_expectationsurvey', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='expectationdraft',
            constraint=models.UniqueConstraint(fields=('survey', 'shopper'), name='expectation_draft_once_per_shopper'),
        ),
    ]
