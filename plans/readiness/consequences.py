"""Rules on what follows, said before anybody signs (R4)."""

from django.utils.translation import gettext_lazy as _

from plans.draft import Draft

from .rule import Level, Rule, lacking

CONSEQUENCES: tuple[Rule[Draft], ...] = (
    Rule(
        "R4.nothing_if_met",
        Level.BLOCKING,
        _("Say what happens if the targets are met."),
        _("For example: recognition in the team, and the path to senior assembler is open."),
        lacking("consequences.if_met", lambda draft: draft.consequences.if_met),
    ),
    Rule(
        "R4.nothing_if_not_met",
        Level.BLOCKING,
        _("Say what happens if the targets are not met."),
        _("For example: both look at more training or at another post, by 15 July."),
        lacking("consequences.if_not_met", lambda draft: draft.consequences.if_not_met),
    ),
)
