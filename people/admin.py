"""Where an administrator keeps departments and people. Every change stands in the administration's own log.

An administrator has no part in any case by that; tables of cases are read-only or not here at all.
"""

from importlib import import_module
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Department, RoleGrant, User
from .queries import reports_of

# One door: Django's own sign-in page counts no tries and asks for no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
for module in ("allauth.account.admin", "allauth.mfa.admin", "django.contrib.auth.admin"):
    import_module(module)  # loaded first, to be taken out again
admin.site.unregister((EmailAddress, Authenticator, Group))


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Nothing is added, changed or removed in the administration pages."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin[Department]):
    list_display = ("name", "parent")
    search_fields = ("name",)


class RoleInline(admin.TabularInline[RoleGrant, User]):
    model = RoleGrant
    fields = ("role", "granted_at")
    readonly_fields = ("granted_at",)
    extra = 0


class UserForm(forms.ModelForm[User]):
    """A person as the company knows them. Passwords are their own business: they set one by "Forgot password"."""

    class Meta:
        model = User
        fields = (
            "name", "email", "employee_number", "title", "department", "manager", "language", "time_zone", "is_active",
        )  # fmt: skip

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_manager(self) -> User | None:
        """Nobody reports to somebody who reports to them."""
        manager: User | None = self.cleaned_data["manager"]
        if manager is not None and self.instance.pk and manager.pk in reports_of(self.instance):
            raise ValidationError(
                _("This person reports to them already: the line would run in a circle."), code="cycle"
            )
        return manager


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People are added, changed and deactivated here, and given their standing roles; never removed."""

    form = UserForm
    inlines = (RoleInline,)
    list_display = ("name", "email", "department", "is_active")
    list_select_related = ("department",)
    search_fields = ("name", "email", "employee_number")
    autocomplete_fields = ("department", "manager")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Who has which second factor, never its secret. A lost one is removed here, and its owner sets up another."""

    list_display = fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
