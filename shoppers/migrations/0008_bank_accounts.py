"""Where shoppers are paid to, sealed, and who looked."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shoppers', '0007_pay_officers'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField()),
                ('country', models.CharField(max_length=2)),
                ('last_four', models.CharField(max_length=4)),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='shoppers.shopper')),
            ],
            options={
                'ordering': ['-noted_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BankAccountReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.UUIDField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='shoppers.bankaccount')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('shopper',), name='bank_account_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_at', None), ('sealed', ''), _negated=True), name='bank_account_has_a_number'),
        ),
    ]
