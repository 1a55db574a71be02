"""The consent wording of a signature. A changed text gets a new version; old sign-offs keep the text they showed."""

from django.utils.translation import gettext as _

from cases.states import Part

from .models import Amendment, PlanVersion
from .states import ChangeKind, Step

VERSION = "2026-11.5"


def wording(step: Step, part: Part, change: str = "") -> str:
    """What the signer agrees to, in the language of the page they read. `change` is the kind of the amendment that the
    version came with, where it came with one.
    """
    if words := _of_minutes(step, part) or _of_the_end(step) or (_of_a_change(step, part, change) if change else ""):
        return words
    match step, part:
        case Step.ISSUE, Part.HR_PARTNER:
            return _(
                "By signing I approve this version for issue. I have read it, and what I answered to the fairness "
                "questions is what I found."
            )
        case Step.ISSUE, Part.SECOND_LINE:
            return _(
                "By signing I approve this version for issue. I have read it and neither wrote it nor am its subject."
            )
        case Step.ISSUE, _part:
            return _(
                "By signing I issue this version. I stand behind what it says, and behind the help and the resources "
                "that it promises."
            )
    return _(
        "By signing I confirm that I have received this plan. Signing does not mean that I agree with it. "
        "I can say below that I disagree, and why; my words stay with the plan."
    )


def change_in(version: PlanVersion) -> str:
    """The kind of the amendment that this version came with; nothing where it is none."""
    amendment = Amendment.objects.filter(version=version).first()
    return amendment.kind if amendment else ""


def _of_a_change(step: Step, part: Part, change: str) -> str:
    match step, part:
        case Step.ISSUE, Part.HR_PARTNER if change == ChangeKind.PAUSE:
            return _(
                "By signing I let the plan go on. The dates that lay ahead move by the working days paused, as they "
                "stand here, and by nothing else."
            )
        case Step.ISSUE, Part.HR_PARTNER:
            return _("By signing I approve this change of the plan. I have read what it changes, and did not write it.")
        case Step.ISSUE, _part:
            return _(
                "By signing I issue this change of the plan. I stand behind what it changes, and behind the help and "
                "the resources that it promises."
            )
        case Step.RECEIPT, _part:
            return _(
                "By signing I confirm that I have received this change of the plan. Signing does not mean that I agree "
                "with it. I can say below that I disagree, and why; my words stay with the plan."
            )
    return ""


def _of_minutes(step: Step, part: Part) -> str:
    if step != Step.MINUTES:
        return ""
    if part == Part.SUBJECT:
        return _(
            "By signing I confirm that I have received these minutes. Signing does not mean that I agree with them. I "
            "can say below that I disagree, and why; my words stay with the minutes."
        )
    return _(
        "By signing I confirm that these minutes say what was measured, said and agreed when we met, to the best of my "
        "knowledge."
    )


def _of_the_end(step: Step) -> str:
    match step:
        case Step.DECISION:
            return _(
                "By signing I decide this outcome. I have read what was measured, what the employee wrote and what was "
                "not kept, and where I decide in spite of it, my reasons stand beside it."
            )
        case Step.APPEAL:
            return _(
                "By signing I decide this appeal. I took no part in the decision that it is about, and I have heard "
                "or offered to hear the employee."
            )
        case Step.OUTCOME:
            return _(
                "By signing I confirm that I have received this outcome. Signing does not mean that I agree with it. "
                "I can say below that I disagree, and why; my words stay with the outcome."
            )
    return ""
