"""Recordings of calls: on what each company allows them, and who decided it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0015_handed_in_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('allowed', models.BooleanField()),
                ('basis', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=300)),
                ('told_on', models.DateField()),
                ('days', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['participation', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_refused_has_fault',
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_kind_known',
        ),
        migrations.AddField(
            model_name='participation',
            name='recording_basis',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='participation',
            name='recording_days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='participation',
            name='recording_purpose',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='participation',
            name='recording_told_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_log', 'evidence', 'picture', 'recording', 'screenshot', 'sent_mail'])), name='attachment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fault__in', ['animated', 'damaged', 'not_a_picture', 'not_sound', 'other_sound', 'sound_damaged', 'sound_too_costly', 'too_costly', 'too_long', 'too_many_pixels', 'unusual_sound']), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('fault', '')), _connector='OR'), name='attachment_refused_has_fault'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recording_basis', ''), ('recording_days__isnull', True), ('recording_purpose', ''), ('recording_told_on__isnull', True)), models.Q(models.Q(('recording_purpose', ''), _negated=True), ('recording_basis__in', ['consent', 'legitimate_interests']), ('recording_days__gte', 1), ('recording_days__isnull', False), ('recording_told_on__isnull', False)), _connector='OR'), name='participation_recordings_whole_or_none'),
        ),
        migrations.AddField(
            model_name='recordingdecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordingdecision',
            name='participation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recording_decisions', to='evaluations.participation'),
        ),
        migrations.AddConstraint(
            model_name='recordingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['consent', 'legitimate_interests'])), name='recording_decision_basis_known'),
        ),
    ]
