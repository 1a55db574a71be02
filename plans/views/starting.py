"""How a draft begins, and how its content is kept for others to begin with."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.refusals import NotVisible, WrongMoment
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from people.kept import submitted
from plans import actions, rulesets
from plans.actions.library import check_may_keep, save_as_template
from plans.actions.starting import holds_something
from plans.acts import EDIT_PLAN
from plans.calendars import BusinessCalendar
from plans.forms.library import BeginForm, SaveAsForm, SearchForm
from plans.library.content import Place, TemplateContent, template_of
from plans.library.content import draft_from_template as draft_from
from plans.library.keepers import draft_to_keep
from plans.library.places import in_words
from plans.library.queries import content_of, earlier_plans, names_in, offered_to
from plans.models import Plan, TemplateVersion
from plans.queries import plan_at, plan_open_to


@require_http_methods(["GET", "POST"])
def begin_from(request: Request, reference: str) -> HttpResponse:
    """How do you want to begin? Blank, with a template, or with an earlier plan of one's own; what is chosen is shown
    first, and goes into the draft when it is confirmed.
    """
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, EDIT_PLAN)
    if plan.issued:
        raise WrongMoment(_("The plan was issued: it goes on from what it says."))
    chosen = _chosen(request, seat)
    if chosen is None:
        return _offer(request, seat, plan)
    replaces = holds_something(plan.document)
    form = BeginForm(submitted(request), replaces=replaces, initial={"revision": plan.revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _begin(request, plan, chosen["content"], form)
            except actions.StaleDraft:
                status = 409
            except ValidationError as error:
                form.add_error(None, error)
    context = chosen | {
        "seat": seat, "case": seat.case, "plan": plan, "form": form, "replaces": replaces, "stale": status == 409,
    }  # fmt: skip
    return render(request, "plans/library/begin_with.html", context, status=status)


def _offer(request: Request, seat: Seat, plan: Plan) -> HttpResponse:
    form = SearchForm(request.GET or {"language": seat.case.language})
    context = {
        "seat": seat, "case": seat.case, "plan": plan, "form": form, "replaces": holds_something(plan.document),
        "versions": offered_to(request.user, **form.asked), "earlier": earlier_plans(request.user, besides=seat.case),
    }  # fmt: skip
    return render(request, "plans/library/begin.html", context, status=422 if request.method == "POST" else 200)


def _begin(request: Request, plan: Plan, content: TemplateContent, form: BeginForm) -> HttpResponse:
    said, days = form.cleaned_data, BusinessCalendar.of(rulesets.get(plan.ruleset).holiday_calendar)
    draft = draft_from(content, starts_on=said["starts_on"], days=days)
    actions.begin_from(
        plan, draft, by=Actor.of(request), revision=said["revision"],
        replace=said.get("replace", False),
    )  # fmt: skip
    messages.success(request, _("The draft holds it now. Fill in what only you can know."))
    return redirect("plans:edit_plan", plan.case.reference)


def _chosen(request: Request, seat: Seat) -> dict[str, Any] | None:
    """What was chosen, as the page shows it; `NotVisible` where this person is not offered it."""
    if wanted := request.GET.get("template"):
        version = _version(request, wanted)
        return {"content": content_of(version), "title": version.title, "source_language": version.template.language}
    if reference := request.GET.get("plan"):
        earlier = _earlier(request, seat, reference)
        stripped = template_of(draft_to_keep(earlier), names=names_in(earlier.case))
        title = _("As in case %(reference)s") % {"reference": earlier.case.reference}
        return {"earlier": earlier, "content": stripped.content, "title": title,
                "source_language": earlier.case.language, "left_out": told(stripped.left_out)}  # fmt: skip
    return None


def _version(request: Request, wanted: str) -> TemplateVersion:
    try:
        version = offered_to(request.user).filter(pk=uuid.UUID(wanted)).first()
    except ValueError:
        version = None
    if version is None:
        raise NotVisible
    return version


def _earlier(request: Request, seat: Seat, reference: str) -> Plan:
    for plan in earlier_plans(request.user, besides=seat.case):
        if plan.case.reference == reference.upper():
            return plan
    raise NotVisible


def told(places: tuple[Place, ...]) -> list[str]:
    return [in_words(place) for place in places]


@require_http_methods(["GET", "POST"])
def save_plan_as_template(request: Request, reference: str) -> HttpResponse:
    """Keep the plan's content for others, never names: shown first as it will be kept."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    as_hr = check_may_keep(plan, request.user) == Part.HR_PARTNER
    stripped = template_of(draft_to_keep(plan), names=names_in(seat.case))
    form = SaveAsForm(submitted(request), user=request.user, plan=plan, as_hr=as_hr)
    if request.method == "POST" and form.is_valid():
        version, _left_out = save_as_template(plan, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("It is in the library."))
        return redirect("plans:template", version.template_id)
    context = {
        "seat": seat, "case": seat.case, "form": form, "as_hr": as_hr, "content": stripped.content,
        "left_out": told(stripped.left_out),
    }  # fmt: skip
    return render(request, "plans/library/save_as.html", context, status=422 if form.errors else 200)
