"""Points added up as they come in, and those that are there already."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

_FILL = """
    INSERT INTO evaluations_pointscell (participation_id, channel, answered, section_possible,
                                        section_zeroed, contacts, section_got)
    SELECT participation_id, channel, answered, section_possible, section_zeroed, max(contacts),
           array_agg(got ORDER BY place)
    FROM (
        SELECT participation_id, channel, answered, section_possible, section_zeroed, place,
               count(*) AS contacts, sum(got)::bigint AS got
        FROM evaluations_points, unnest(section_got) WITH ORDINALITY AS entry(got, place)
        GROUP BY 1, 2, 3, 4, 5, 6
    ) AS by_place
    GROUP BY 1, 2, 3, 4, 5
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0018_late_attempts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PointsCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=40)),
                ('answered', models.BooleanField()),
                ('section_possible', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('section_zeroed', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(), size=None)),
                ('contacts', models.IntegerField()),
                ('section_got', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='PointsCheck',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='points_check', serialize=False, to='evaluations.programme')),
                ('checked_at', models.DateTimeField()),
                ('mended_at', models.DateTimeField(null=True)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='points',
            trigger=pgtrigger.compiler.Trigger(name='points_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO evaluations_pointscell AS cell (participation_id, channel, answered, section_possible, section_zeroed, contacts, section_got) \n        SELECT participation_id, channel, answered, section_possible, section_zeroed, max(contacts) AS contacts, array_agg(got ORDER BY place) AS section_got\n        FROM (\n            SELECT participation_id, channel, answered, section_possible, section_zeroed, place, count(*) AS contacts, sum(got)::bigint AS got\n            FROM fresh, unnest(section_got) WITH ORDINALITY AS entry(got, place)\n            GROUP BY participation_id, channel, answered, section_possible, section_zeroed, place\n        ) AS by_place\n        GROUP BY participation_id, channel, answered, section_possible, section_zeroed ORDER BY participation_id, channel, answered, section_possible, section_zeroed\n    \n        ON CONFLICT (participation_id, channel, answered, section_possible, section_zeroed) DO UPDATE SET contacts = cell.contacts + EXCLUDED.contacts, section_got = ARRAY(\n        SELECT held + moved\n        FROM unnest(cell.section_got, EXCLUDED.section_got) WITH ORDINALITY AS pair(held, moved, place)\n        ORDER BY place\n    );\n    \nRETURN NULL;', hash='0e05235c52545c409d8c51bc157a3d0677db9b9b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_points_added_1b83b', referencing='REFERENCING NEW TABLE AS fresh ', table='evaluations_points', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='points',
            trigger=pgtrigger.compiler.Trigger(name='points_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        UPDATE evaluations_pointscell AS cell SET contacts = cell.contacts - came.contacts, section_got = ARRAY(\n        SELECT held - moved\n        FROM unnest(cell.section_got, came.section_got) WITH ORDINALITY AS pair(held, moved, place)\n        ORDER BY place\n    ) FROM (\n        SELECT participation_id, channel, answered, section_possible, section_zeroed, max(contacts) AS contacts, array_agg(got ORDER BY place) AS section_got\n        FROM (\n            SELECT participation_id, channel, answered, section_possible, section_zeroed, place, count(*) AS contacts, sum(got)::bigint AS got\n            FROM gone, unnest(section_got) WITH ORDINALITY AS entry(got, place)\n            GROUP BY participation_id, channel, answered, section_possible, section_zeroed, place\n        ) AS by_place\n        GROUP BY participation_id, channel, answered, section_possible, section_zeroed ORDER BY participation_id, channel, answered, section_possible, section_zeroed\n    ) AS came\n        WHERE cell.participation_id = came.participation_id AND cell.channel = came.channel AND cell.answered = came.answered AND cell.section_possible = came.section_possible AND cell.section_zeroed = came.section_zeroed;\n    \n\n        INSERT INTO evaluations_pointscell AS cell (participation_id, channel, answered, section_possible, section_zeroed, contacts, section_got) \n        SELECT participation_id, channel, answered, section_possible, section_zeroed, max(contacts) AS contacts, array_agg(got ORDER BY place) AS section_got\n        FROM (\n            SELECT participation_id, channel, answered, section_possible, section_zeroed, place, count(*) AS contacts, sum(got)::bigint AS got\n            FROM fresh, unnest(section_got) WITH ORDINALITY AS entry(got, place)\n            GROUP BY participation_id, channel, answered, section_possible, section_zeroed, place\n        ) AS by_place\n        GROUP BY participation_id, channel, answered, section_possible, section_zeroed ORDER BY participation_id, channel, answered, section_possible, section_zeroed\n    \n        ON CONFLICT (participation_id, channel, answered, section_possible, section_zeroed) DO UPDATE SET contacts = cell.contacts + EXCLUDED.contacts, section_got = ARRAY(\n        SELECT held + moved\n        FROM unnest(cell.section_got, EXCLUDED.section_got) WITH ORDINALITY AS pair(held, moved, place)\n        ORDER BY place\n    );\n    \nRETURN NULL;', hash='9f07a45434687c9c57ccfbe7f607e301c82f73a8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_points_changed_5debf', referencing='REFERENCING OLD TABLE AS gone  NEW TABLE AS fresh ', table='evaluations_points', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='points',
            trigger=pgtrigger.compiler.Trigger(name='points_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        UPDATE evaluations_pointscell AS cell SET contacts = cell.contacts - came.contacts, section_got = ARRAY(\n        SELECT held - moved\n        FROM unnest(cell.section_got, came.section_got) WITH ORDINALITY AS pair(held, moved, place)\n        ORDER BY place\n    ) FROM (\n        SELECT participation_id, channel, answered, section_possible, section_zeroed, max(contacts) AS contacts, array_agg(got ORDER BY place) AS section_got\n        FROM (\n            SELECT participation_id, channel, answered, section_possible, section_zeroed, place, count(*) AS contacts, sum(got)::bigint AS got\n            FROM gone, unnest(section_got) WITH ORDINALITY AS entry(got, place)\n            GROUP BY participation_id, channel, answered, section_possible, section_zeroed, place\n        ) AS by_place\n        GROUP BY participation_id, channel, answered, section_possible, section_zeroed ORDER BY participation_id, channel, answered, section_possible, section_zeroed\n    ) AS came\n        WHERE cell.participation_id = came.participation_id AND cell.channel = came.channel AND cell.answered = came.answered AND cell.section_possible = came.section_possible AND cell.section_zeroed = came.section_zeroed;\n    \nRETURN NULL;', hash='52fa0ad14b70d17b15ba80438d131c59475eb95a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_points_removed_3604f', referencing='REFERENCING OLD TABLE AS gone ', table='evaluations_points', when='AFTER')),
        ),
        migrations.AddField(
            model_name='pointscell',
            name='participation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points_cells', to='evaluations.participation'),
        ),
        migrations.AddConstraint(
            model_name='pointscell',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['chat', 'email', 'messenger', 'phone'])), name='points_cell_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='pointscell',
            constraint=models.UniqueConstraint(fields=('participation', 'channel', 'answered', 'section_possible', 'section_zeroed'), name='points_cell_once'),
        ),
        # The triggers stand by now, and hold other writers back until this is committed.
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
    ]
