"""The second-line manager is a part somebody can sign in; the table stays as it is."""

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
    dependencies = [("reviews", "0005_learning")]
    operations = [
        migrations.AlterField(model_name="signoff", name="part", field=models.CharField(choices=PARTS, max_length=20)),
    ]
