"""Copies that failed are found by an index. Made beside the running system."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0012_sealed")]
    operations = [
        AddIndexConcurrently(
            model_name="recordcopy",
            index=models.Index(fields=["requested_at"], condition=Q(state="failed"), name="copy_failed"),
        ),
    ]
