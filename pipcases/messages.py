"""Compiles the translations with Babel: GNU gettext need not be installed."""

from pathlib import Path

from django.conf import settings


def compile_messages() -> int:
    """Bring every .mo up to date with its .po; returns how many were written."""
    return sum(_compile(po) for folder in settings.LOCALE_PATHS for po in Path(folder).glob("*/LC_MESSAGES/*.po"))


def _compile(po: Path) -> bool:
    """Write beside and move, so that a server starting meanwhile reads the old file or the new one.

    Babel is imported here: production images compile while they are built and run without it.
    """
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return False
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalog = read_po(source, domain=po.stem, abort_invalid=True)
    fresh = mo.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalog)
    fresh.replace(mo)
    return True
