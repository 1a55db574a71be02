"""Sign-offs: who signed what, with which words, from where. Written once; a trigger refuses changes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.constraints import known
from cases.states import Part
from people.models import User, acted
from people.states import Factor
from plans.states import Answer, Step

from .plan import LONG, Plan
from .version import PlanVersion

# Who approves, issues or decides, and who wrote the minutes, stands behind it; the employee answers (R11).
WITHOUT_ANSWER = Q(step__in=(Step.ISSUE, Step.DECISION, Step.APPEAL)) | (Q(step=Step.MINUTES) & ~Q(part=Part.SUBJECT))
NEVER_NUMBERED = (Step.ISSUE, Step.RECEIPT)  # they are of a version alone


class SignOff(models.Model):
    """A simple electronic signature (R33): the person signed in, proved anew who they are, and answered.

    `digest` is the SHA-256 of what was shown and signed; `wording` the consent text as shown, with its version;
    `address`, `user_agent`, `session` and `factor` say from where and with what proof, and are empty where nothing was
    recorded (R17). Who signed as a deputy signed under their own name (R16), for `deputy_for`. `key` is the same for
    every try of one signature of a plan: a form that is sent again makes no second one. Keys come from the browser, so
    that another plan's never stands in the way. `number` says which of several was signed: the checkpoint whose
    minutes they are, the proposal that was decided, the appeal; an outcome that was received before outcomes were
    numbered has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sign_offs")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="sign_offs")
    step = models.CharField(max_length=20, choices=Step)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    part = models.CharField(max_length=20, choices=Part)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
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
    factor = models.CharField(max_length=20, choices=Factor, blank=True, default="", db_default="")
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "reviews_signoff"  # the room it was in before issue and approval were signed too
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ("at",)
        constraints = (
            known("step", Step, "sign_off_step_known"),
            known("part", Part, "sign_off_part_known"),
            known("answer", Answer, "sign_off_answer_known"),
            known("factor", Factor, "sign_off_factor_known", blank=True),
            models.CheckConstraint(
                condition=Q(WITHOUT_ANSWER, answer=Answer.SIGNED) | (~WITHOUT_ANSWER & ~Q(answer=Answer.SIGNED)),
                name="sign_off_answer_fits_step",
                violation_error_code="answer",
                violation_error_message=_(
                    "A receipt says whether one agrees; approval, issue and the manager's own minutes are signed "
                    "without."
                ),
            ),
            models.CheckConstraint(
                condition=Q(step__in=NEVER_NUMBERED, number=None)
                | Q(step=Step.OUTCOME)
                | (~Q(step__in=(*NEVER_NUMBERED, Step.OUTCOME)) & Q(number__isnull=False)),
                name="sign_off_number_fits_step",
                violation_error_code="number",
                violation_error_message=_("Minutes, a decision or an appeal that is signed is one of several."),
            ),
            models.UniqueConstraint(
                fields=("version", "step", "part"), condition=Q(number=None), name="signed_once_a_version"
            ),
            models.UniqueConstraint(
                fields=("plan", "step", "number", "part"),
                condition=Q(number__isnull=False),
                name="signed_once_a_number",
            ),
            models.UniqueConstraint(
                fields=("plan", "key"),
                name="sign_off_key_once",
                violation_error_code="key",
                violation_error_message=_("This form has made a signature already. Open the page anew to sign again."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.DISAGREED) | ~Q(comment=""),
                name="disagreement_says_why",
                violation_error_code="comment",
                violation_error_message=_("Say what you disagree with."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.step} {self.part}"

    @property
    def who(self) -> str:
        """Whose signature it is: "X for Y" where somebody deputised."""
        return acted(self.user, self.deputy_for)
