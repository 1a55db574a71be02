"""A case with files of every kind, and the book of its exhibits as somebody holds it: pages, words, pictures."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from cases.files.checks import Checked
from cases.files.kinds import kind_of
from people.models import User
from plans import actions as plans
from plans.files import ref_to
from plans.models import Plan
from records.actions import request_copy
from records.exhibits import Exhibits, exhibits_of
from records.states import CopyKind
from tests import world
from tests.cases.files.making import kept
from tests.deliveries import deliver
from tests.records.everything import HR_ONLY
from tests.world import People, actor, document

FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def as_it_came(name: str, content: bytes) -> Checked:
    """A file that nobody looked into before it was kept, as from a time when less was refused."""
    return Checked(name, str(kind_of(name)), content, hashlib.sha256(content).hexdigest())


def paged(*sizes: tuple[float, float], words: str = "", **keys: Any) -> bytes:
    """A PDF whose pages have grey paper and words in their lower right corner: `w1`, `w2` and so on. `keys` go into
    every page; words stand within its crop box.
    """
    with pikepdf.new() as pdf:
        for number, (width, height) in enumerate(sizes, start=1):
            page = pdf.add_blank_page(page_size=(width, height))
            for key, value in keys.items():
                page.obj[f"/{key}"] = value
            page.obj.Resources = Dictionary(Font=Dictionary(F=FONT))
            left, bottom, right, top = (float(edge) for edge in page.cropbox)
            said = words or f"w{number}"
            drawn = f"0.8 g {left} {bottom} {right - left} {top - bottom} re f 0 g "
            drawn += f"BT /F 12 Tf {right - 80} {bottom + 6} Td ({said}) Tj ET"
            page.obj.Contents = pdf.make_stream(drawn.encode())
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def with_exhibits(who: People, files: Mapping[str, bytes], delivered: Mapping[str, bytes] | None = None) -> Plan:
    """A running plan whose issued version names these files; others came with a delivery. HR alone has read one of a
    version that was returned.
    """
    with world.in_time():
        plan = world.drafted(who)
        write(plan, who, {f"{HR_ONLY}.txt": f"{HR_ONLY}: returned.".encode()})
        world.submit(plan, who)
        plans.return_plan(plan, by=actor(who.cleo), comment=f"{HR_ONLY}: name the batch.")
        write(plan, who, files)
        for step in (world.submit, world.approve, world.issue):
            step(plan, who)
    world.sign(plan, who)
    if delivered:
        deliver(plan, who, evidence=[as_it_came(name, content) for name, content in delivered.items()])
    return plan


def write(plan: Plan, who: People, files: Mapping[str, bytes]) -> None:
    draft = document()
    for name, content in files.items():
        draft.basis.files.append(ref_to(kept(plan.case, who.ada, as_it_came(name, content))))
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)


def book_of(plan: Plan, by: User) -> Exhibits:
    plan.case.refresh_from_db()
    return exhibits_of(request_copy(plan.case, by=actor(by), kind=CopyKind.EVERYTHING))


def words_on(pdf: bytes) -> list[str]:
    """What each page says, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def places_in(pdf: bytes) -> dict[str, int]:
    """On which page of the document each named place is, from 1."""
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        return {
            str(name): numbers[place[0].objgen] for name, place in pikepdf.NameTree(document.Root.Names.Dests).items()
        }
