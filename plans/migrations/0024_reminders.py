"""What reminders look for every minute is found by an index. Made beside the running system."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("plans", "0023_mentoring")]
    operations = [
        AddIndexConcurrently(
            model_name="plan",
            index=models.Index(
                fields=["status"],
                condition=Q(status__in=("consultation", "hr_review", "second_line", "final_review")),
                name="plan_reminded",
            ),
        ),
        AddIndexConcurrently(
            model_name="plan",
            index=models.Index(fields=["ends_on"], condition=Q(status="active"), name="plan_ending"),
        ),
        AddIndexConcurrently(
            model_name="issuance", index=models.Index(fields=["at"], name="issuance_by_time")
        ),
        AddIndexConcurrently(
            model_name="commitment",
            index=models.Index(fields=["needed_by"], condition=Q(dropped_in=None), name="commitment_needed"),
        ),
    ]
