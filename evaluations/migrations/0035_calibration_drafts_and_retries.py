"""Calibrations: answers under way are kept, and figures that failed are tried for again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0034_pay_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='calibrationresult',
            name='again',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='CalibrationRetry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retries', to='evaluations.calibrationresult')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='calibration_retry_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='RatingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.calibrationcase')),
                ('rater', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='evaluations.calibrationrater')),
            ],
            options={
                'ordering': ['case__number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('rater', 'case'), name='case_drafted_once')],
            },
        ),
    ]
