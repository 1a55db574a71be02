"""The HR lead: the wider rule takes the place of the narrower one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_reports_of")]
    operations = [
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[("hr", "HR"), ("hr_lead", "HR lead"), ("auditor", "Auditor")],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.RemoveConstraint(model_name="rolegrant", name="role_known"),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=["hr", "hr_lead", "auditor"]),
                name="role_known",
                violation_error_code="role",
                violation_error_message="This role is not known.",
            ),
        ),
    ]
