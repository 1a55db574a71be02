"""Comments on one field: old rows, which no statement may change, get the empty default with the column itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_storedfile")]
    operations = [
        migrations.AddField(
            model_name="comment",
            name="field",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
    ]
