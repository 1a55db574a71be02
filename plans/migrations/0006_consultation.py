"""Rounds of consultation, what the employee says in them, and the manager's replies: each is written once."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


def person() -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


def spoken() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("content", models.BinaryField()),
        ("digest", models.CharField(max_length=64)),
        ("by", person()),
        ("at", models.DateTimeField()),
    ]


def once(name: str, to: str) -> tuple[str, models.Field]:
    return name, models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name={"consultation": "answer", "answer": "reply"}[name], to=to
    )


def hexadecimal(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name=f"{name}_hex")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0003_chain"),
        ("plans", "0005_library"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("opened_by", person()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="plans.plan"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultation", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ("opened_at",),
            },
        ),
        migrations.CreateModel(
            name="ConsultationAnswer",
            fields=[*spoken(), once("consultation", "plans.consultation")],
            options={
                "verbose_name": "answer in a consultation",
                "verbose_name_plural": "answers in consultations",
                "ordering": ("at",),
                "abstract": False,
                "constraints": [hexadecimal("consultationanswer")],
            },
        ),
        migrations.CreateModel(
            name="ConsultationReply",
            fields=[*spoken(), once("answer", "plans.consultationanswer")],
            options={
                "verbose_name": "reply in a consultation",
                "verbose_name_plural": "replies in consultations",
                "ordering": ("at",),
                "abstract": False,
                "constraints": [hexadecimal("consultationreply")],
            },
        ),
        append_only("plans_consultation"),
        append_only("plans_consultationanswer"),
        append_only("plans_consultationreply"),
    ]
