"""The key of a signature is one of its plan's, not of all cases': the new rule first, then the old one goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_amendment_forward")]
    operations = [
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                fields=("plan", "key"),
                name="sign_off_key_once",
                violation_error_code="key",
                violation_error_message="This form has made a signature already. Open the page anew to sign again.",
            ),
        ),
        migrations.AlterField(
            model_name="signoff", name="key", field=models.UUIDField(blank=True, null=True)
        ),
    ]
