"""Each refusal in a sentence that says what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .refused import Refused

WORDS = {
    "kind": _("Files of this kind cannot be kept. Hand in one of these: %(kinds)s."),
    "empty": _("This file is empty. Choose another one."),
    "too_large": _("This file is too large: the most is %(most)s."),
    "not_one": _("This file is called .%(ending)s but is none. Save it again as .%(ending)s, or choose another one."),
    "damaged": _("This file is damaged and cannot be opened here. Save it again, or print it to a new PDF."),
    "effort": _("This file takes too much to open. Make it smaller or simpler, or print it to a new PDF."),
    "encrypted": _("Encrypted documents cannot be kept: nobody could open them later. Save it without a password."),
    "old_office": _(
        "This file has a password or is of the older Word or Excel format. Save it as .%(ending)s without a password."
    ),
    "pages": _("This document has too many pages. Hand in the pages that matter."),
    "script": _("This PDF holds a script. Print it to a new PDF and hand that in."),
    "acts": _("This PDF does something by itself when it is opened or used. Print it to a new PDF and hand that in."),
    "attached": _("This PDF carries other files inside. Hand them in one by one, and this one without them."),
    "media": _("This PDF holds sound, film or a model. Print it to a new PDF and hand that in."),
    "pixels": _("This picture has too many pixels: the most are 40 million. Make it smaller."),
    "moves": _("This picture moves. Hand in a still picture."),
    "macros": _("It holds macros; save it without and try again."),
    "objects": _("It holds embedded objects. Take them out, or print it to a PDF and hand that in."),
    "elsewhere": _("It fetches a template, a picture or data from elsewhere. Break these links and save it again."),
    "unpacked": _("This file unpacks to too much. Hand in a smaller one, or print it to a PDF."),
    "not_text": _("This file is not plain text. Save it as text in UTF-8."),
    "files_in_case": _("This case holds as many files as it can. Remove some from the draft, or ask HR."),
    "bytes_in_case": _("The files of this case take as much room as there is. Hand in a smaller one, or ask HR."),
    "bytes_in_a_day": _("You have handed in as much as one person can in a day. Try again tomorrow."),
}


def in_words(refusal: Refused, **names: object) -> ValidationError:
    """The refusal for the reader; `names` are what its sentence asks for."""
    return ValidationError(WORDS[refusal.code], code=refusal.code, params=names)
