"""The consent wording of a signature. A changed text gets a new version; old sign-offs keep the text they showed."""

from django.utils.translation import gettext as _

from cases.states import Part

from .states import Step

VERSION = "2026-11.2"


def wording(step: Step, part: Part) -> str:
    """What the signer agrees to, in the language of the page they read."""
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
        case Step.OUTCOME, _part:
            return _(
                "By signing I confirm that I have received this outcome. Signing does not mean that I agree with it. "
                "I can say below that I disagree, and why; my words stay with the outcome."
            )
    return _(
        "By signing I confirm that I have received this plan. Signing does not mean that I agree with it. "
        "I can say below that I disagree, and why; my words stay with the plan."
    )
