"""Words typed into a form whose session had ended, or whose page was stale, are kept and shown again.

The browser sends the form without a session; its fields wait in the (new, anonymous) session while the person
signs in, and the form's page fills itself from them. A form carries the signed id of the person it was shown to:
words are given back to nobody else, and a forged cross-site form, which cannot have that signature, keeps nothing.
"""

import re
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

KEY = "kept_words"
AUTHOR_FIELD = "author"
LARGEST = 200_000  # characters
OURS = re.compile(r"^(digest|revision|back)$|_FORMS$")  # hidden fields and buttons
SECRETS = ("csrfmiddlewaretoken", AUTHOR_FIELD, "secret", "key", "code", "credential")  # and every password
_signer = Signer(salt="people.kept")


def author_token(user_id: int | None) -> str:
    """The signed id that every form carries."""
    return _signer.sign(str(user_id)) if user_id else ""


def keep(request: HttpRequest) -> bool:
    """Put the posted fields aside, without passwords. False where there is nothing to keep, or it is not ours."""
    token = request.POST.get(AUTHOR_FIELD, "")
    fields = words_of(request.POST)
    if not _author(token) or len(fields.urlencode()) > LARGEST:
        return False
    request.session[KEY] = {"path": request.path, "author": token, "fields": fields.urlencode()}
    return True


def given_back(request: HttpRequest) -> QueryDict | None:
    """The words kept for this page and this person, once; None where there are none."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[KEY]
    if _author(kept["author"]) != str(request.user.pk):
        return None
    return QueryDict(kept["fields"])


def submitted(request: HttpRequest) -> QueryDict | None:
    """What a form on this page starts from: the posted fields, or the kept ones, or nothing."""
    if request.method == "POST":
        return request.POST
    words = given_back(request)
    request.words_given_back = words is not None  # type: ignore[attr-defined]
    return words


def words_of(posted: QueryDict) -> QueryDict:
    """The posted fields without tokens, passwords, codes, and what a key has answered."""
    fields = posted.copy()
    for name in list(fields):
        if name in SECRETS or "password" in name:
            del fields[name]
    return fields


def typed_in(posted: QueryDict) -> list[str]:
    """What a person typed, without what the page itself had put into the form."""
    fields = words_of(posted).lists()
    return [text for name, texts in fields if not OURS.search(name) for text in texts if text.strip()]


def _author(token: str) -> str | None:
    try:
        return _signer.unsign(token)
    except BadSignature:
        return None
