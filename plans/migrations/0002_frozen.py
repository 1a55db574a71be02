"""A frozen version, and its first view, stay as they are."""

from django.db import migrations

from cases.evidence import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("cases", "0003_chain")]
    operations = [append_only("plans_planversion"), append_only("plans_firstview")]
