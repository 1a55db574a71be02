"""Where somebody may be sent their copies after they left."""


import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_quiet_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrivateAddress',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address', models.EmailField(max_length=254, verbose_name='private e-mail address')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('digest', models.CharField(max_length=64)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='private_address', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'private address',
                'verbose_name_plural': 'private addresses',
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('confirmed_at__gte', models.F('entered_at')), _connector='OR'), name='private_address_confirmed_after_it_was_entered', violation_error_code='order', violation_error_message='An address is confirmed after it was entered.')],
            },
        ),
    ]
