"""A shopper may ask to be erased; of one who was, only her code and that it was done are left."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shoppers', '0004_code_and_tests'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('shopper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='erasure', serialize=False, to='shoppers.shopper')),
                ('erased_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-erased_at'],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='shopper',
            name='shopper_gender_known',
        ),
        migrations.RemoveConstraint(
            model_name='shopper',
            name='shopper_languages_known',
        ),
        migrations.RemoveConstraint(
            model_name='shopper',
            name='shopper_birth_year_plausible',
        ),
        migrations.AddField(
            model_name='shopper',
            name='erased_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='shopper',
            name='birth_year',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='shopper',
            name='gender',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name='shopper',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['f', 'm', 'x']), models.Q(('erased_at__isnull', False), ('gender', '')), _connector='OR'), name='shopper_gender_known'),
        ),
        migrations.AddConstraint(
            model_name='shopper',
            constraint=models.CheckConstraint(condition=models.Q(('languages__contained_by', ['en', 'nb', 'sv']), models.Q(('erased_at__isnull', False), ('languages__len__gte', 1), _connector='OR')), name='shopper_languages_known'),
        ),
        migrations.AddConstraint(
            model_name='shopper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('birth_year__gte', 1900), ('birth_year__isnull', False), ('birth_year__lte', 2100)), models.Q(('erased_at__isnull', False), ('birth_year', None)), _connector='OR'), name='shopper_birth_year_plausible'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='erasurerequest',
            name='shopper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_requests', to='shoppers.shopper'),
        ),
        migrations.AddConstraint(
            model_name='erasurerequest',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('shopper',), name='erasure_asked_once'),
        ),
    ]
