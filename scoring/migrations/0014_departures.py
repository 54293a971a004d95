"""Who had left, and where each company stood, when a run fixed what counts."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Nothing had moved a company before there were acts: each row is of the category it stands in.
_CATEGORIES = """
    UPDATE scoring_rankingrow AS ranked SET category_id = participation.category_id
    FROM evaluations_participation AS participation
    WHERE participation.id = ranked.participation_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0028_screening'),
        ('scoring', '0013_run_points'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='run',
            name='run_inputs_stay',
        ),
        migrations.AddField(
            model_name='rankingrow',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.category'),
        ),
        migrations.RunSQL(_CATEGORIES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='rankingrow',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.category'),
        ),
        migrations.AddField(
            model_name='release',
            name='departures',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='releasedranking',
            name='formerly',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='run',
            name='acts_until',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='run',
            trigger=pgtrigger.compiler.Trigger(name='run_inputs_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.inputs_hash <> '' AND (OLD.programme_id, OLD.weight_set_id, OLD.method_hash, OLD.inputs_hash, OLD.acts_until) IS DISTINCT FROM (NEW.programme_id, NEW.weight_set_id, NEW.method_hash, NEW.inputs_hash, NEW.acts_until))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='452dd51e8b27ced3182d968ca7eceede8539ad2e', operation='UPDATE', pgid='pgtrigger_run_inputs_stay_375a7', table='scoring_run', when='BEFORE')),
        ),
    ]
