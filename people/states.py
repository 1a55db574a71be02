"""Enums of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A standing role in the company; parts in a case are given per case (`cases.states.Part`). The HR lead sees what
    HR sees, and is told what nobody below saw to (R21).
    """

    HR = "hr", _("HR")
    HR_LEAD = "hr_lead", _("HR lead")
    AUDITOR = "auditor", _("Auditor")


class Factor(models.TextChoices):
    """What somebody proved themselves with just before they signed; empty where none was recorded."""

    PASSWORD = "password", _("Password")
    TOTP = "totp", _("Code of an authenticator app")
    WEBAUTHN = "webauthn", _("Passkey or security key")


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SIMPLIFIED_CHINESE = "zh-hans", "简体中文"
