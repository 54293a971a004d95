"""Clients: members with no other part, a log in every language, forms that are taken once.

Entries of the log from before keep their sentence as text. On the way back a change becomes text
too, as its code and facts: an entry without words would break the older constraint.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

WORDS_FOR_CHANGES = """
    UPDATE evaluations_clientlogentry SET text = change || ' ' || facts::text WHERE change <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0004_decisions_about_shoppers'),
        ('shoppers', '0003_client_is_nothing_else'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='clientlogentry',
            name='client_log_says_something',
        ),
        migrations.AddField(
            model_name='apikey',
            name='form_token',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='clientlogentry',
            name='fingerprint',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='clientlogentry',
            name='change',
            field=models.CharField(db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='clientlogentry',
            name='facts',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AlterField(
            model_name='clientlogentry',
            name='text',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.RunSQL(sql=migrations.RunSQL.noop, reverse_sql=WORDS_FOR_CHANGES),
        migrations.AddConstraint(
            model_name='clientlogentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', ''), models.Q(('text', ''), _negated=True)), models.Q(('change__in', ['company_added', 'company_removed', 'key_issued', 'key_revoked', 'member_added', 'member_removed', 'member_role', 'package', 'package_rivals', 'set_up', 'set_up_empty']), ('text', '')), _connector='OR'), name='client_log_says_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='clientlogentry',
            constraint=models.UniqueConstraint(fields=('client', 'fingerprint'), name='client_log_notes_once'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.UniqueConstraint(fields=('client', 'form_token'), name='api_key_once_per_form'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clientmember',
            trigger=pgtrigger.compiler.Trigger(name='member_has_no_other_part', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND OLD.user_id = NEW.user_id THEN\n        RETURN NEW;\n    END IF;\n    PERFORM 1 FROM shoppers_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM shoppers_roleassignment\n        WHERE user_id = NEW.user_id AND role IN ('shopper', 'coordinator')\n    ) OR EXISTS (SELECT 1 FROM shoppers_shopper WHERE user_id = NEW.user_id) THEN\n        RAISE EXCEPTION 'A member of a client is neither shopper nor coordinator.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'member_has_no_other_part';\n    END IF;\n    RETURN NEW;\n", hash='bcba9065b7b18737e480d1a94e654f5bb2b99d3e', operation='INSERT OR UPDATE', pgid='pgtrigger_member_has_no_other_part_b2d00', table='evaluations_clientmember', when='BEFORE')),
        ),
    ]
