"""Another plan for the same person is refused in words that tell nobody of it (R7). Nothing changes in the database."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_consultation")]
    operations = [
        migrations.AlterConstraint(
            model_name="plan",
            name="one_live_plan",
            constraint=models.UniqueConstraint(
                condition=Q(status__in=("closed", "cancelled"), _negated=True),
                fields=("employee",),
                name="one_live_plan",
                violation_error_code="second",
                violation_error_message="A plan cannot be begun for this person now. HR can tell you more.",
            ),
        ),
    ]
