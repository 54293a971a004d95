"""Files beside a report, and who of the desk opened them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0010_fees_and_appeals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(default='receiving', max_length=40)),
                ('fault', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('received', models.PositiveIntegerField(default=0)),
                ('announced_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(null=True)),
                ('kept_size', models.PositiveIntegerField(null=True)),
                ('kept_sha256', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('delete_on', models.DateField()),
                ('has_leftovers', models.BooleanField(db_default=False, default=False)),
                ('lease', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='evaluations.evaluation')),
            ],
            options={
                'ordering': ['evaluation', 'announced_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='evaluations.attachment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['attachment', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('state', 'checking')), fields=['received_at'], name='attachment_to_check'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('state__in', ['refused', 'removed']), _negated=True), fields=['delete_on'], name='attachment_to_delete'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('has_leftovers', True)), fields=['id'], name='attachment_leftovers'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('evaluation', 'key'), name='attachment_key_once_per_report'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['evidence', 'picture'])), name='attachment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'ready', 'receiving', 'refused', 'removed'])), name='attachment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('received__lte', models.F('size')), ('sha256__regex', '^[0-9a-f]{64}$'), ('size__gte', 1)), name='attachment_is_announced'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fault__in', ['animated', 'damaged', 'not_a_picture', 'too_costly', 'too_many_pixels']), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('fault', '')), _connector='OR'), name='attachment_refused_has_fault'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('kept_sha256__regex', '^[0-9a-f]{64}$'), ('kept_size__isnull', False)), _connector='OR'), name='attachment_ready_is_hashed'),
        ),
    ]
