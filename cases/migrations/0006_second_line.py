"""The second-line manager is a part somebody is given."""

from django.contrib.postgres.fields import ArrayField
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
    dependencies = [("cases", "0005_comment_field")]
    operations = [
        migrations.AlterField(
            model_name="casefile",
            name="awaits",
            field=models.CharField(blank=True, choices=PARTS, max_length=20, verbose_name="whose turn"),
        ),
        migrations.AlterField(
            model_name="casepart", name="part", field=models.CharField(choices=PARTS[:4], max_length=20)
        ),
        migrations.AlterField(model_name="comment", name="part", field=models.CharField(choices=PARTS, max_length=20)),
        migrations.AlterField(
            model_name="comment",
            name="audience",
            field=ArrayField(base_field=models.CharField(choices=PARTS, max_length=20), size=None),
        ),
        migrations.RemoveConstraint(model_name="casepart", name="case_part_known"),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.CheckConstraint(
                condition=models.Q(part__in=[part for part, _label in PARTS]),
                name="case_part_known",
                violation_error_code="unknown",
                violation_error_message="This value is not known.",
            ),
        ),
    ]
