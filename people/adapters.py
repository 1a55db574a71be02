"""What allauth asks us about accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class CompanyAccounts(DefaultAccountAdapter):
    """Accounts come from the company; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
