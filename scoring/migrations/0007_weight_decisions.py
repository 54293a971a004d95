"""Weights are proposed by one coordinator and approved by another."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0017_points_shopper'),
        ('scoring', '0006_confidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WeightProposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weight_proposals', to='evaluations.programme')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('weight_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='scoring.weightset')),
            ],
            options={
                'ordering': ['programme', '-number'],
            },
        ),
        migrations.CreateModel(
            name='WeightApproval',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='weight_approval', serialize=False, to='evaluations.programme')),
                ('approved_at', models.DateTimeField(auto_now_add=True)),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='scoring.weightproposal')),
            ],
        ),
        migrations.AddConstraint(
            model_name='weightproposal',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='weight_proposal_number_once_per_programme'),
        ),
    ]
