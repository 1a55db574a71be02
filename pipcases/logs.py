"""What must not stand in a log: the secrets in addresses that open something without a sign-in."""

import logging
import re

SECRET = re.compile(r"(/(?:copy|private-address)/[0-9a-f-]{36}/|/calendar/)[^/\s?\"']+")


class HideSecrets(logging.Filter):
    """Django writes the path of what was not found or refused. Whoever reads logs must not be able to follow it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = SECRET.sub(r"\1...", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
