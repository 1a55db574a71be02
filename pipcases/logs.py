"""What must not stand in a log: the secrets in addresses that open something without a sign-in."""

import logging
import re
from typing import Any

SECRET = re.compile(r"(/(?:copy|private-address)/[0-9a-f-]{36}/|/calendar/)[^/\s?\"']+")


class HideSecrets(logging.Filter):
    """Django writes the path of what was not found or refused. Whoever reads logs must not be able to follow it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = SECRET.sub(r"\1...", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True


# What else they would say: whom a certificate in a file that anybody may have sent is of, and that they began.
LEVELS = {"pyhanko": "CRITICAL", "pyhanko_certvalidator": "CRITICAL", "pikepdf": "WARNING"}


def to_console(least: str) -> dict[str, Any]:
    """Django's LOGGING: one line a record, on the standard error of each process."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "filters": {"secrets": {"()": "pipcases.logs.HideSecrets"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
        "loggers": {name: {"level": level} for name, level in LEVELS.items()},
        "root": {"handlers": ["console"], "level": least},
    }
