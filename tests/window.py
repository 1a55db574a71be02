"""A window of the manager's in which the editor was opened, without a browser."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from plans.draft import Draft
from plans.models import Plan
from tests.forms import fields_of
from tests.pages import text


class Window:
    """A window of the manager's, in which the editor was opened."""

    def __init__(self, plan: Plan, client: Client) -> None:
        self.plan, self.client = plan, client
        self.address = f"/cases/{plan.case.reference}/plan/edit/"
        self.fields = fields_of(text(client.get(self.address)), "draft")

    def send(self, *, headers: Any = None, **changes: Any) -> HttpResponse:
        response = self.client.post(self.address, {**self.fields, **changes}, headers=headers)
        assert isinstance(response, HttpResponse)
        return response

    def press(self, button: str, **changes: Any) -> Draft:
        """Press a button of the form, and look at what is saved then."""
        assert self.send(do=button, **changes).status_code == 302
        self.fields = fields_of(text(self.client.get(self.address)), "draft")
        return self.saved

    @property
    def saved(self) -> Draft:
        return Plan.objects.get(pk=self.plan.pk).document
