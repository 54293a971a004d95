"""Whoever reads for a client is neither shopper nor coordinator: the database says so too.

It looks at roles that are given from now on. Who holds both already is left to the desk's eyes.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('shoppers', '0002_notices_of_every_app'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='client_is_nothing_else', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM shoppers_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM shoppers_roleassignment AS held\n        WHERE held.user_id = NEW.user_id AND held.id IS DISTINCT FROM NEW.id\n          AND (held.role = 'client') <> (NEW.role = 'client')\n    ) THEN\n        RAISE EXCEPTION 'Whoever reads for a client is neither shopper nor coordinator.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'client_is_nothing_else';\n    END IF;\n    RETURN NEW;\n", hash='7950683d65290754e52631e67ebf1e3a2f24ccc9', operation='INSERT OR UPDATE', pgid='pgtrigger_client_is_nothing_else_dd9ce', table='shoppers_roleassignment', when='BEFORE')),
        ),
    ]
