"""Sign-offs: who signed what, with which words, from where. Written once; a trigger refuses changes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Plan, PlanVersion
from plans.models.plan import LONG
from reviews.states import Answer, Step


class SignOff(models.Model):
    """A simple electronic signature (R33): the person signed in, entered their password again, and answered.

    `digest` is the SHA-256 of what was shown and signed; `wording` the consent text as shown, with its version;
    `address`, `user_agent` and `session` say from where, and are empty where nothing was recorded (R17).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sign_offs")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="sign_offs")
    step = models.CharField(max_length=20, choices=Step)
    part = models.CharField(max_length=20, choices=Part)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer)
    comment = models.TextField(max_length=LONG, blank=True)
    digest = models.CharField(max_length=64)
    wording = models.TextField()
    wording_version = models.CharField(max_length=20)
    at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=400, blank=True)
    session = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ("at",)
        constraints = (
            known("step", Step, "sign_off_step_known"),
            known("answer", Answer, "sign_off_answer_known"),
            models.UniqueConstraint(fields=("version", "step", "part"), name="signed_once"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.DISAGREED) | ~Q(comment=""),
                name="disagreement_says_why",
                violation_error_code="comment",
                violation_error_message=_("Say what you disagree with."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.step} {self.part}"
