"""Departments may be kept here. People are read only: they are added and changed by the actions of this room."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Department, User


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


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("name", "email", "department", "is_active")
    list_select_related = ("department",)
    search_fields = ("name", "email", "employee_number")
    fields = ("name", "email", "employee_number", "title", "department", "manager", "language", "time_zone")
