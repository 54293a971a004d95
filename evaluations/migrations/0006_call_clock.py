"""Attempts as a clock sees them, and forms that came in beside another one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0005_clients_kept_apart'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RivalSubmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation_key', models.UUIDField()),
                ('content', models.JSONField()),
                ('form_hash', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['test_call', 'received_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='attempt',
            name='attempt_outcome_known',
        ),
        migrations.AddField(
            model_name='attempt',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='ending',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='attempt',
            name='key',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='words',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('test_call', 'key'), name='attempt_key_once_per_call'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'under_way')), fields=('test_call',), name='attempt_one_under_way'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('answered_at__gte', models.F('started_at')), _connector='OR'), name='attempt_answered_after_start'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='attempt_ended_after_start'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['answered', 'not_answered', 'under_way'])), name='attempt_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('ending__in', ['', 'answered', 'answered_later', 'auto_reply', 'bounced', 'busy', 'called_back', 'closed', 'hung_up', 'no_answer'])), name='attempt_ending_known'),
        ),
        migrations.AddField(
            model_name='rivalsubmission',
            name='test_call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rival_submissions', to='evaluations.testcall'),
        ),
        migrations.AddConstraint(
            model_name='rivalsubmission',
            constraint=models.UniqueConstraint(fields=('test_call', 'evaluation_key', 'form_hash'), name='rival_submission_once'),
        ),
        migrations.AddConstraint(
            model_name='rivalsubmission',
            constraint=models.CheckConstraint(condition=models.Q(('form_hash__regex', '^[0-9a-f]{64}$')), name='rival_submission_is_hashed'),
        ),
    ]
