"""Whose contact it was, beside its points: the error of a mean is worked out by shopper."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0016_recordings'),
        ('shoppers', '0005_own_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='points',
            name='shopper',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shoppers.shopper'),
        ),
        migrations.RunSQL(
            sql="""
                UPDATE evaluations_points SET shopper_id = call.shopper_id
                FROM evaluations_evaluation AS evaluation
                JOIN evaluations_testcall AS call ON call.id = evaluation.test_call_id
                WHERE evaluation.id = evaluations_points.evaluation_id
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        # The pending checks of what was just written stand in the way of altering the table.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='points',
            name='shopper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shoppers.shopper'),
        ),
    ]
