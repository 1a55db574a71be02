"""A signature in two presses on one address: first the person says what and proves who they are, then they sign.

The first press (answer, words, password) makes a token and shows what will be signed once more; the second carries the
token and the key of the signature. Works by keyboard, on a phone and without JavaScript.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from people.http import Request
from people.kept import words_of
from people.proof import ProofForm

from .actor import Actor
from .forms import ShownForm
from .signing import LIFETIME, NotWhatWasShown, Proof, Purpose, grant

SECRET, KEY, BACK = "secret", "key", "back"


def key_in(request: Request) -> uuid.UUID | None:
    """The key of the signature that this request tries, where it is a second press."""
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


class SigningPage:
    """What a view asks: `answer` gives the response where the presses lead somewhere, else the view draws its page,
    with `context` and `status`.
    """

    def __init__(self, request: Request, form: ShownForm, purpose: Purpose, *, wording: str) -> None:
        self.request, self.form, self.purpose, self.wording = request, form, purpose, wording
        posted = request.POST if request.method == "POST" and not self._is_second else None
        self.proof = ProofForm(request, posted)

    @property
    def _is_second(self) -> bool:
        """Whether the token of the first press came along."""
        return SECRET in self.request.POST

    def answer(self, sign: Callable[[Proof], object], done: Callable[[], HttpResponse]) -> HttpResponse | None:
        """`sign` is the act; a `ValidationError` of it, as of an old token, leads back to the page with the words."""
        if self.request.method != "POST" or BACK in self.request.POST or not self._is_about_this:
            return None
        if not self._is_second:
            return self._ask_to_sign() if self.proof.is_valid() else None
        try:
            sign(self._sent)
        except ValidationError as error:
            self.form.add_error(None, error)
            return None
        return done()

    @property
    def _is_about_this(self) -> bool:
        """Whether the form is right, and about what stands now; where not, the page shows that anew."""
        if self.form.is_valid() and self.form.shown != self.purpose.digest:
            self.form.add_error(None, NotWhatWasShown())
        if self.form.errors:
            self.form.show_anew(self.purpose.digest)
            self.proof = ProofForm(self.request)  # nothing is proven for a form that must be sent again
        return not self.form.errors

    def _ask_to_sign(self) -> HttpResponse:
        secret = grant(self.purpose, by=Actor.of(self.request), factor=self.proof.factor)
        context = {
            "case": self.purpose.case, "form": self.form, "wording": self.wording, "digest": self.purpose.digest,
            "carried": self._carried, "secret": secret, "key": uuid.uuid4(), "minutes": LIFETIME.seconds // 60,
        }  # fmt: skip
        return render(self.request, "cases/confirm_signature.html", context)

    @property
    def _carried(self) -> list[tuple[str, str]]:
        """Everything of the first press but the proof, for the second one's hidden fields."""
        posted: QueryDict = words_of(self.request.POST)
        return [(name, value) for name, values in posted.lists() for value in values]

    @property
    def _sent(self) -> Proof:
        return Proof(secret=self.request.POST[SECRET], key=key_in(self.request) or uuid.uuid4())

    @property
    def context(self) -> dict[str, Any]:
        return {"form": self.form, "proof": self.proof, "wording": self.wording, "digest": self.purpose.digest}

    @property
    def status(self) -> int:
        """422 where something typed was refused, also when a stale token led back here."""
        return 422 if self.form.errors or self.proof.errors else 200
