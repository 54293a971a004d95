"""A role for those who pay, and for nothing else: who says what is owed is somebody else."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shoppers', '0006_absences'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='role_known',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='pay_officer_is_nothing_else', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM shoppers_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM shoppers_roleassignment AS held\n        WHERE held.user_id = NEW.user_id AND held.id IS DISTINCT FROM NEW.id\n          AND (held.role = 'pay') <> (NEW.role = 'pay')\n    ) THEN\n        RAISE EXCEPTION 'A pay officer holds no other role.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_officer_is_nothing_else';\n    END IF;\n    RETURN NEW;\n", hash='dda0884cd9014c413f04581d77d5648a6631a58c', operation='INSERT OR UPDATE', pgid='pgtrigger_pay_officer_is_nothing_else_37ea1', table='shoppers_roleassignment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['client', 'coordinator', 'pay', 'shopper'])), name='role_known'),
        ),
    ]
