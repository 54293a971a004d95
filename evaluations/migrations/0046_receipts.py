"""A file lies beside a report or, as its receipt, beside an expense; every expense has a key."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

# Of expenses that were entered before pages made keys.
KEYS = """
    UPDATE evaluations_payextra SET key = gen_random_uuid() WHERE key IS NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
# Back there, an expense has no files: the rows go. Their bytes stay in the folder, read by nobody.
WITHOUT_RECEIPTS = """
    DELETE FROM evaluations_attachmentreading AS reading USING evaluations_attachment AS file
    WHERE reading.attachment_id = file.id AND file.kind = 'receipt';
    DELETE FROM evaluations_attachment WHERE kind = 'receipt';
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0045_reports_reopened'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_kind_known',
        ),
        migrations.AddField(
            model_name='attachment',
            name='extra',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='evaluations.payextra'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='evaluation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='evaluations.evaluation'),
        ),
        migrations.RunSQL(sql=KEYS, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='payextra',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('extra', 'key'), name='attachment_key_once_per_extra'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'receipt'), _negated=True), ('evaluation__isnull', False), ('extra', None)), models.Q(('evaluation', None), ('extra__isnull', False), ('kind', 'receipt')), _connector='OR'), name='attachment_beside_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_log', 'evidence', 'picture', 'receipt', 'recording', 'screenshot', 'sent_mail'])), name='attachment_kind_known'),
        ),
        migrations.RunSQL(sql=migrations.RunSQL.noop, reverse_sql=WITHOUT_RECEIPTS),
    ]
