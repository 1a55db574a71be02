"""The second-line manager asks for copies too."""

from django.db import migrations, models

PARTS = [
    ("subject", "Employee"),
    ("manager", "Line manager"),
    ("second_line", "Second-line manager"),
    ("hr_partner", "HR partner"),
    ("hr", "HR"),
    ("auditor", "Auditor"),
]


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="recordcopy", name="part", field=models.CharField(choices=PARTS, max_length=20)
        ),
        migrations.RemoveConstraint(model_name="recordcopy", name="copy_part_known"),
        migrations.AddConstraint(
            model_name="recordcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(part__in=[part for part, _label in PARTS]),
                name="copy_part_known",
                violation_error_code="unknown",
                violation_error_message="This value is not known.",
            ),
        ),
    ]
