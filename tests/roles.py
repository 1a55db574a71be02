"""Other ways into the test's own database than the app's: as the owner of its tables, as a superuser, by address.

What they read must have been committed, so these are for transactional tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

from tests.database import superuser


def as_owner() -> psycopg.Connection:
    """As who runs migrations."""
    owner = settings.DATABASES["owner"]
    return psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        dbname=connection.settings_dict["NAME"],
    )


@contextmanager
def tampering() -> Iterator[psycopg.Connection]:
    """As somebody who may do anything, with the triggers asleep. What is done is committed at the end."""
    with superuser(connection.settings_dict["NAME"]) as hand:
        hand.execute("SET session_replication_role = replica")
        yield hand


def database_url() -> str:
    """The test database as the app reaches it, for another process."""
    found = connection.settings_dict
    user = f"{quote(found['USER'])}:{quote(found['PASSWORD'])}"
    if found["HOST"].startswith("/"):  # a socket's folder
        return f"postgresql://{user}@:{found['PORT'] or 5432}/{quote(found['HOST'])}/{found['NAME']}"
    return f"postgresql://{user}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"
