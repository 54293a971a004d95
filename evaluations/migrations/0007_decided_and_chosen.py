"""What a coordinator decided about fees and contact points, and why a call was declined, as a code.

Reasons from before stay as the text that they are. On the way back a code becomes text too.
"""

from django.db import migrations, models

WORDS_FOR_CODES = """
    UPDATE evaluations_testcallevent SET reason = trim(decline_reason || '. ' || reason)
    WHERE decline_reason <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0006_call_clock'),
    ]

    operations = [
        migrations.AddField(
            model_name='participationchannel',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='programme',
            name='fee_decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='testcallevent',
            name='decline_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.RunSQL(sql=migrations.RunSQL.noop, reverse_sql=WORDS_FOR_CODES),
        migrations.AddConstraint(
            model_name='testcallevent',
            constraint=models.CheckConstraint(condition=models.Q(('decline_reason__in', ['', 'known', 'role', 'time'])), name='test_call_decline_reason_known'),
        ),
    ]
