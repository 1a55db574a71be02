"""Sign-offs are of the room below now (`plans.0009_signoff`); nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_second_line"), ("plans", "0009_signoff")]
    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="SignOff")])]
