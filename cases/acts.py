"""What an act is, and the acts on the case file itself.

An act is data: who may do it, when, and what it leads to. The acts of all rooms together are the policy; buttons,
refusals, the lifecycle diagram, the documentation and the permission tests all read them from `ACTS`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .states import GIVEN_PARTS, GOING_ON, UNDELIVERED, WHOLE_VIEW, NoticeState, Part, Stage

Words = str | Promise
EVERYONE = frozenset(WHOLE_VIEW)
HR_SIDE = frozenset(set(WHOLE_VIEW) - {Part.SUBJECT})
OF_HR = frozenset({Part.HR_PARTNER, Part.HR, Part.AUDITOR})


def never_blocked(subject: Any) -> Iterable[Words]:
    return ()


def nobody_deputises(case: Any) -> Iterable[Words]:
    if not case.parts.delegations().exists():
        yield gettext("Nobody deputises in this case, and nobody is going to.")


@dataclass(frozen=True, kw_only=True)
class Act:
    """One business action as data.

    `on` is the model it is done to, `when` the statuses of that subject it is open in (None: any), `then` the status
    it moves to (None: stays); where it moves on from some statuses only, `then` says which leads where. `blocks` names
    what else stands in the way, in sentences for the reader. `mail` lists the parts that are told by mail; the actor
    never is. `texts` names the free texts and the parts that may read them; they live beside the event, never in it.
    Those in `coded` are answers to questions with given answers, which the act's line in the history tells in words.
    `only` names parts for which fewer statuses than `when` are open. An act that is not `recorded` changes a draft
    nobody else sees.
    """

    name: str
    label: Words
    on: str
    who: frozenset[Part]
    when: frozenset[str] | None
    then: str | Mapping[str, str] | None = None
    blocks: Callable[[Any], Iterable[Words]] = never_blocked
    mail: tuple[Part, ...] = ()
    texts: Mapping[str, frozenset[Part]] = field(default_factory=lambda: MappingProxyType({}))
    coded: frozenset[str] = frozenset()
    only: Mapping[Part, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    recorded: bool = True

    def is_open_to(self, parts: frozenset[Part], status: str) -> bool:
        """Whether one of these parts may do it while its subject is in this status."""
        theirs = [self.only.get(part, self.when) for part in parts & self.who]
        return any(when is None or status in when for when in theirs)

    def moves_to(self, status: str) -> str:
        """The status that its subject has after it was done in this one."""
        if isinstance(self.then, Mapping):
            return self.then.get(status, status)
        return self.then or status

    @property
    def ends_in(self) -> frozenset[str]:
        """Every status that it moves its subject to."""
        if isinstance(self.then, Mapping):
            return frozenset(self.then.values())
        return frozenset({self.then}) if self.then else frozenset()

    @property
    def event_template(self) -> str:
        return f"events/{self.name.replace('.', '/')}.html"

    @property
    def mail_template(self) -> str:
        return f"mail/{self.name.replace('.', '/')}.txt"


ACTS: dict[str, Act] = {}


def declare(name: str, label: Words, **declaration: Any) -> Act:
    """Add an act to the policy; its name is `room.function`, and two acts of one name are a mistake in the code."""
    if name in ACTS:
        raise ValueError(f"act {name} is declared twice")
    for key in ("who", "when"):
        if declaration.get(key) is not None:
            declaration[key] = frozenset(declaration[key])
    ACTS[name] = Act(name=name, label=label, **declaration)
    return ACTS[name]


OPEN_CASE = declare(
    "cases.open_case",
    _("Open a case"),
    on="cases.CaseFile",
    who={Part.MANAGER},
    when={Stage.OPENING},
    then=Stage.DRAFTING,
    mail=(Part.HR_PARTNER,),
)

ADD_COMMENT = declare(
    "cases.add_comment",
    _("Comment"),
    on="cases.CaseFile",
    who=GIVEN_PARTS,
    when=None,
    mail=GIVEN_PARTS,
)

READ_AS_AUDITOR = declare(
    "cases.read_as_auditor",
    _("Read the case"),
    on="cases.CaseFile",
    who={Part.AUDITOR},
    when=None,
)

READ_AS_HEARER = declare(
    "cases.read_as_hearer",
    _("Read the case"),
    on="cases.CaseFile",
    who={Part.HEARER},
    when=None,
)

CHANGE_MANAGER = declare(
    "cases.change_manager",
    _("Name another line manager"),
    on="cases.CaseFile",
    who={Part.HR_PARTNER, Part.HR},
    when=GOING_ON,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE, "confidential": OF_HR},
)

CHANGE_HR_PARTNER = declare(
    "cases.change_hr_partner",
    _("Name another HR partner"),
    on="cases.CaseFile",
    who={Part.HR_PARTNER, Part.HR},
    when=GOING_ON,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE, "confidential": OF_HR},
)

DELEGATE_PART = declare(
    "cases.delegate_part",
    _("Name a deputy"),
    on="cases.CaseFile",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=GOING_ON,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"reason": HR_SIDE},
)

END_DELEGATION = declare(
    "cases.end_delegation",
    _("End a delegation"),
    on="cases.CaseFile",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=GOING_ON,
    blocks=nobody_deputises,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
)

SEND_NOTICE = declare(
    "cases.send_notice",
    _("Send a mail"),
    on="cases.Notice",
    who={Part.CLOCK},
    when={NoticeState.WAITING, NoticeState.DROPPED},  # the latter where it was on its way already
    then=NoticeState.SENT,
)

FAIL_NOTICE = declare(
    "cases.fail_notice",
    _("Note that a mail was refused"),
    on="cases.Notice",
    who={Part.CLOCK},
    when={NoticeState.WAITING},
    then=NoticeState.FAILED,
)

BOUNCE_NOTICE = declare(
    "cases.bounce_notice",
    _("Note that a mail came back"),
    on="cases.Notice",
    who={Part.CLOCK},
    when={NoticeState.SENT},
    then=NoticeState.BOUNCED,
)

RESEND_NOTICE = declare(
    "cases.resend_notice",
    _("Send the mail again"),
    on="cases.Notice",
    who={Part.HR_PARTNER, Part.HR},
    when=UNDELIVERED,
    then=NoticeState.WAITING,
)

SETTLE_NOTICE = declare(
    "cases.settle_notice",
    _("Mark the mail as dealt with"),
    on="cases.Notice",
    who={Part.HR_PARTNER, Part.HR},
    when=UNDELIVERED,
    then=NoticeState.SETTLED,
    texts={"words": OF_HR},
)

OF_MAIL = (SEND_NOTICE, FAIL_NOTICE, BOUNCE_NOTICE, RESEND_NOTICE, SETTLE_NOTICE)
