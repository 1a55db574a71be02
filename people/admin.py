"""Where an administrator keeps departments and people. Every change stands in the administration's own log.

An administrator has no part in any case by that; tables of cases are read-only or not here at all.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Department, RoleGrant, User
from .queries import reports_of


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
