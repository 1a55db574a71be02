"""Sign-offs are of this room now: approval and issue are signed as well. The table itself stays where it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PARTS = [
    ("subject", "Employee"),
    ("manager", "Line manager"),
    ("second_line", "Second-line manager"),
    ("hr_partner", "HR partner"),
    ("hr", "HR"),
    ("auditor", "Auditor"),
]
ANSWERS = [
    ("agreed", "I have received it and agree with it"),
    ("disagreed", "I have received it and disagree with it"),
    ("received", "I have received it, and say no more for now"),
]
STEPS = [("receipt", "Receipt of the plan"), ("outcome", "Receipt of the outcome")]


def known(field, values, name):
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}),
        name=name,
        violation_error_code="unknown",
        violation_error_message="This value is not known.",
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_learning_file"), ("reviews", "0006_second_line")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SignOff",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("step", models.CharField(choices=STEPS, max_length=20)),
                        ("part", models.CharField(choices=PARTS, max_length=20)),
                        ("answer", models.CharField(choices=ANSWERS, max_length=20)),
                        ("comment", models.TextField(blank=True, max_length=10000)),
                        ("digest", models.CharField(max_length=64)),
                        ("wording", models.TextField()),
                        ("wording_version", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("time_zone", models.CharField(max_length=40)),
                        ("address", models.CharField(blank=True, max_length=45)),
                        ("user_agent", models.CharField(blank=True, max_length=400)),
                        ("session", models.CharField(blank=True, max_length=64)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to="plans.plan",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to="plans.planversion",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "reviews_signoff",
                        "verbose_name": "sign-off",
                        "verbose_name_plural": "sign-offs",
                        "ordering": ("at",),
                        "constraints": [
                            known("step", ["receipt", "outcome"], "sign_off_step_known"),
                            known("answer", ["agreed", "disagreed", "received"], "sign_off_answer_known"),
                            models.UniqueConstraint(fields=("version", "step", "part"), name="signed_once"),
                            models.CheckConstraint(
                                condition=~models.Q(answer="disagreed") | ~models.Q(comment=""),
                                name="disagreement_says_why",
                                violation_error_code="comment",
                                violation_error_message="Say what you disagree with.",
                            ),
                        ],
                    },
                )
            ]
        )
    ]
