"""Notes about shoppers: only added to, but for those about somebody who is erased."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ERASE = """
    CREATE FUNCTION evaluations_erase_notes(erased bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM shoppers_erasure WHERE shopper_id = erased) THEN
            RAISE EXCEPTION 'Only notes about somebody who was erased are removed.'
                USING ERRCODE = 'check_violation';
        END IF;
        DELETE FROM evaluations_shoppernote WHERE shopper_id = erased;
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0025_reason_codes'),
        ('shoppers', '0006_absences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ShopperNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('key', models.UUIDField(unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shopper_notes', to='evaluations.programme')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='shoppers.shopper')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='shopper_note_has_words')],
            },
        ),
        migrations.RunSQL(
            sql=ERASE, reverse_sql="DROP FUNCTION evaluations_erase_notes(bigint)"
        ),
    ]
