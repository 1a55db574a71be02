"""The consent wording of a signature. A changed text gets a new version; old sign-offs keep the text they showed."""

from django.utils.translation import gettext as _

from .states import Step

VERSION = "2026-11"


def wording(step: Step) -> str:
    """What the signer agrees to, in the language of the page they read."""
    if step == Step.RECEIPT:
        return _(
            "By signing I confirm that I have received this plan. Signing does not mean that I agree with it. "
            "I can say below that I disagree, and why; my words stay with the plan."
        )
    return _(
        "By signing I confirm that I have received this outcome. Signing does not mean that I agree with it. "
        "I can say below that I disagree, and why; my words stay with the outcome."
    )
