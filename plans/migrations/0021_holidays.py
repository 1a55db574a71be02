"""Holiday calendars, and who changed them."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_chain"),
        ("plans", "0020_signoff_key_of_a_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayCalendar",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        editable=False,
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{2}(-[A-Z0-9]{1,12})?$|^OWN-[0-9]{1,6}$")
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("language", models.CharField(default="en", editable=False, max_length=10)),
                ("made_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="plans.holidaycalendar",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday calendar",
                "verbose_name_plural": "holiday calendars",
                "ordering": ("name", "code"),
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=60)),
                ("checked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="plans.holidaycalendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "year of a calendar",
                "verbose_name_plural": "years of calendars",
                "ordering": ("year",),
            },
        ),
        migrations.CreateModel(
            name="CalendarEdit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("copied", "Copied"),
                            ("added", "Day put in"),
                            ("taken_out", "Day taken out"),
                            ("checked", "Year checked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("free", "Free day"), ("working", "Working day that makes up for a free one")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="plans.holidaycalendar"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a calendar",
                "verbose_name_plural": "changes of calendars",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[("free", "Free day"), ("working", "Working day that makes up for a free one")],
                        default="free",
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="plans.calendaryear",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of a calendar",
                "verbose_name_plural": "days of calendars",
                "ordering": ("day",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["free", "working"])),
                        name="calendar_day_kind_known",
                        violation_error_code="unknown",
                        violation_error_message="This value is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("of", "day"),
                        name="calendar_day_once",
                        violation_error_code="again",
                        violation_error_message="This day stands in the calendar already. Take it out first.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="holidaycalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("based_on", None), ("made_at", None), ("made_by", None)),
                    models.Q(("based_on__isnull", False), ("made_at__isnull", False), ("made_by__isnull", False)),
                    _connector="OR",
                ),
                name="calendar_own_or_shipped",
                violation_error_code="pair",
                violation_error_message="A calendar of the company's own says what it copies, who made it and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.UniqueConstraint(fields=("calendar", "year"), name="calendar_year_once"),
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at", None), ("checked_by", None)),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="calendar_year_checked_by_somebody",
                violation_error_code="pair",
                violation_error_message="A year that was checked says when, and by whom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaredit",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["copied", "added", "taken_out", "checked"])),
                name="calendar_step_known",
                violation_error_code="unknown",
                violation_error_message="This value is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaredit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["free", "working", ""])),
                name="calendar_edit_kind_known",
                violation_error_code="unknown",
                violation_error_message="This value is not known.",
            ),
        ),
        append_only("plans_calendaredit"),
    ]
