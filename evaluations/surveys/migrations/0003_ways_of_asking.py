"""Two more ways of asking what matters: the most and the least important of a few, and a scale."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0017_points_shopper'),
        ('surveys', '0002_asked_on_the_phone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='expectationsurvey',
            name='survey_asks_known',
        ),
        migrations.AddField(
            model_name='earlierexpectation',
            name='choices',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='earlierexpectation',
            name='ratings',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='expectationdraft',
            name='choices',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='expectationdraft',
            name='ratings',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='expectationresponse',
            name='choices',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='expectationresponse',
            name='ratings',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddConstraint(
            model_name='expectationsurvey',
            constraint=models.CheckConstraint(condition=models.Q(('asks__in', ['best_worst', 'both', 'importance', 'ranking', 'shares'])), name='survey_asks_known'),
        ),
    ]
