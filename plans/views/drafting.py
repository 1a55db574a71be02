"""Writing a plan: one page, one form, saved as it is typed."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.files.checks import Checked
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans import actions, rulesets
from plans.acts import EDIT_PLAN
from plans.amending import LENGTH, open_amendment
from plans.calendars import BusinessCalendar, calendar_choices
from plans.diff import Change, changes
from plans.draft import Draft
from plans.edits import EDITS
from plans.forms import Editor
from plans.forms.anchors import Shown, Talk, anchor_of, shown
from plans.forms.item import prefix_of
from plans.forms.pieces import Given
from plans.labels import label_of
from plans.library.queries import LearningShelf
from plans.models import Amendment, Plan
from plans.queries import plan_open_to, returned_with, talk_by_place
from plans.readiness import check
from plans.rounds import beside_the_draft
from plans.totals import totals_of

PREVIEW = "preview"  # the button that shows the dates, and saves nothing

Uploads = Mapping[str, Iterable[Checked]]


@require_http_methods(["GET", "POST"])
def edit_plan(request: Request, reference: str) -> HttpResponse:
    """The editor. A save that htmx sends is answered with the pieces of the page that change."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, EDIT_PLAN)
    shelf, more = LearningShelf(request.user), request.GET.get("more", "")
    document = plan.document
    calendars = calendar_choices(rulesets.get(plan.ruleset).holiday_calendar, document.calendar.holidays or "")
    days = BusinessCalendar.of(_calendar_in(request, document, calendars))
    editor = Editor(document, Given(submitted(request), request.FILES or None, shelf, more, days, calendars))
    page = Page(request, seat, plan, editor)
    return page.keep() if request.method == "POST" else page.show()


def _calendar_in(request: Request, document: Draft, calendars: Sequence[tuple[str, str]]) -> str:
    """The code of the calendar that was chosen on the page just now, else of the one that is saved."""
    sent = request.POST.get("holidays")
    return sent if sent is not None and (not sent or sent in dict(calendars)) else document.calendar.holidays or ""


@dataclass
class Page:
    """One request to the editor."""

    request: Request
    seat: Seat
    plan: Plan
    editor: Editor
    theirs: list[Change] = field(default_factory=list)
    is_stale: bool = False
    refusal: ValidationError | None = None

    def keep(self) -> HttpResponse:
        """Save what was typed and handed in, then do what the pressed button says."""
        what, _colon, about = self.request.POST.get("do", "").partition(":")
        if what == PREVIEW and not self.request.htmx:
            return self.show()
        typed = self.editor.document()
        uploads = self.editor.uploads(typed)
        document = typed.model_copy(deep=True)
        item_id = _edit(document, what, about)
        try:
            self.store(document, uploads)
        except actions.StaleDraft:
            return self.refuse(typed)
        if self.request.htmx:
            return self.answer(redrawn=what in EDITS or bool(uploads) or _learned(typed, self.editor.draft))
        if self.editor.faults:
            return self.show(status=422)
        messages.success(self.request, _("The draft is saved."))
        return redirect(_place_of(self.plan, what, about, item_id))

    def store(self, document: Draft, uploads: Uploads) -> None:
        """The words are saved also where the files find no room."""
        by, revision = Actor.of(self.request), self.editor.based_on
        with_files = document.model_copy(deep=True)
        try:
            actions.save_draft(self.plan, by=by, revision=revision, document=with_files, uploads=uploads)
        except ValidationError as refusal:
            if not uploads:
                raise
            actions.save_draft(self.plan, by=by, revision=revision, document=document)
            self.refusal = refusal
            self.editor.refuse_files(refusal)

    def answer(self, *, redrawn: bool) -> HttpResponse:
        """To htmx: the state of the draft, and what changed by more than typing."""
        saved, before = self.plan.document, self.editor.draft
        dated = saved.calendar.checkpoints != before.calendar.checkpoints
        redrawn = redrawn or _put_otherwise(before, saved)
        if redrawn or dated:
            self.editor = Editor(
                saved, replace(self.editor.given, data=_in_order(saved, self.request.POST), files=None)
            )
            if self.refusal:
                self.editor.refuse_files(self.refusal)
        beside = beside_the_draft(self.seat, self.plan) if redrawn or dated else {}
        context = {**self.context, **beside, "redrawn": redrawn or dated, "dated": dated}
        context["preview"] = self.editor.preview if saved.calendar != before.calendar or self.is_preview else None
        return render(self.request, "plans/editor/answer.html", context)

    @property
    def is_preview(self) -> bool:
        """Whether somebody asked for the dates. With htmx the draft is saved while one types, so this saves as well."""
        return self.request.POST.get("do") == PREVIEW

    def refuse(self, typed: Draft) -> HttpResponse:
        """Somebody saved meanwhile: nothing is saved, what was typed stays, and both are shown side by side."""
        self.plan.refresh_from_db()
        self.theirs, self.is_stale = changes(self.plan.document, typed), True
        template = "plans/editor/answer.html" if self.request.htmx else "plans/edit_plan.html"
        context = self.context if self.request.htmx else self.whole
        return render(self.request, template, context, status=409)

    def show(self, status: int = 200) -> HttpResponse:
        return render(self.request, "plans/edit_plan.html", self.whole, status=status)

    @cached_property
    def context(self) -> dict[str, Any]:
        saved = self.plan.document
        return {
            "seat": self.seat, "case": self.seat.case, "plan": self.plan, "editor": self.editor,
            "saved": saved, "totals": totals_of(saved), "saved_at": self.plan.saved_at,
            "rules": rulesets.get(self.plan.ruleset), "theirs": self.theirs, **self.findings,
            "stale": self.is_stale, "amendment": self.amendment,
        }  # fmt: skip

    @cached_property
    def amendment(self) -> Amendment | None:
        """The change of a running plan that is written here; None where the plan was not issued yet."""
        return open_amendment(self.plan) if self.plan.issued else None

    @property
    def whole(self) -> dict[str, Any]:
        """What the page shows besides when it is drawn whole: what others said about the draft."""
        return {
            **self.context,
            **beside_the_draft(self.seat, self.plan),
            "returned_with": returned_with(self.seat, self.plan),
            "talk": self.talk,
        }

    @property
    def talk(self) -> list[Talk]:
        """Comments on fields, each with its place on the page."""
        draft = self.plan.document
        return [
            Talk(anchor_of(place, self.editor, draft), label_of(place, draft), threads)
            for place, threads in talk_by_place(self.seat, self.plan).items()
            if place
        ]

    @property
    def findings(self) -> dict[str, list[Shown]]:
        """What the readiness check says of what is saved, each with its place on the page."""
        draft = self.plan.document
        found = check(draft, rulesets.get(self.plan.ruleset), language=get_language() or "en")
        rows = shown([row for row in found if not (self.amendment and row.rule == LENGTH)], self.editor, draft)
        return {
            "blocking": [row for row in rows if row.finding.is_blocking],
            "advice": [row for row in rows if not row.finding.is_blocking],
        }


def _edit(document: Draft, what: str, about: str) -> uuid.UUID | None:
    """Change the items as the button says; a button of a page that knows an item no more does nothing."""
    if what not in EDITS:
        return None
    try:
        item_id = uuid.uuid4() if what == "add" else uuid.UUID(about)
        EDITS[what](document, item_id)
    except (ValueError, StopIteration):
        return None
    return item_id


def _in_order(saved: Draft, sent: QueryDict) -> QueryDict:
    """What was sent, for the items as they stand now; one that is new here was not sent, and shows what is saved."""
    data = sent.copy()
    data.setlist("item", [item.id.hex for item in saved.items])
    data.setlist("sent", [item.id.hex for item in saved.items if item.id.hex in sent.getlist("item")])
    for name in [name for name in data if name.endswith("-learn")]:
        data[name] = ""  # what was chosen stands in its measure now
    return data


def _learned(after: Draft, before: Draft) -> bool:
    """Whether something to learn from was chosen."""
    return _learning_in(after) > _learning_in(before)


def _learning_in(draft: Draft) -> int:
    return sum(len(row.learning) for item in draft.items for row in item.support)


def _put_otherwise(before: Draft, after: Draft) -> bool:
    """Whether a target is put as a figure now and was put as levels before, or the other way round."""
    return [item.measure for item in before.items] != [item.measure for item in after.items]


def _place_of(plan: Plan, what: str, about: str, item_id: uuid.UUID | None) -> str:
    """The editor again, at the item or the list that the button was about."""
    page = reverse("plans:edit_plan", args=[plan.case.reference])
    if what == "row":
        return f"{page}?{urlencode({'more': about})}#{quote(about)}"
    return f"{page}#{prefix_of(item_id)}" if item_id else page
