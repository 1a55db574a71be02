"""Sign-offs, progress and results of items stay as they are."""

from django.db import migrations

from cases.evidence import append_only


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("cases", "0003_chain")]
    operations = [append_only("reviews_signoff"), append_only("reviews_progress"), append_only("reviews_itemresult")]
