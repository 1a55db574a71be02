"""The inbox: whether a notice was read there, and in which daily mail it goes out.

Whoever has notices from before there was an inbox finds them read in it. A default that is the time of the migration
costs no rewriting of the table; it goes away at once, so that new rows are unread.
"""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_mentor"),
        ("people", "0004_quiet_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="read_at",
            field=models.DateTimeField(blank=True, db_default=Now(), null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="bundle",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="notice_unread"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("bundle", ""), _negated=True), fields=["bundle"], name="notice_by_bundle"
            ),
        ),
    ]
