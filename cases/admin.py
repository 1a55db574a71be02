"""Case data are read here and never written: every write is an act."""

from django.contrib import admin

from people.admin import ReadOnlyAdmin

from .models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Delivery only: which notice is stuck and why, without the case behind it."""

    list_display = ("kind", "state", "attempts", "fault", "due_at", "sent_at")
    list_filter = ("state", "kind")
    fields = list_display
