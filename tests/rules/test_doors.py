"""Ways around the rules that must not be opened: read from the sources, so that nobody has to notice."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.rules.sources import ROOMS, ROOT, called, calls, functions, modules

LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE = 30, 300, 150  # lines
IN_ONE_FILE = {"records/bundle/verify.py"}  # whoever has a bundle checks it with this alone, and reads it first
LOCKING = {"cases/acting.py", "cases/actions/files.py", "records/actions/copies.py", "records/actions/due.py"}
FOR_NOBODY = {"records/command.py", "records/verdict/__init__.py"}  # a command line; whether there is a case at all
ASKED = {
    ("cases/models/casefile.py", "user.is_hr"),  # who sees which cases: `visible_to`
    ("cases/models/casefile.py", "user.is_auditor"),
    ("plans/library/keepers.py", "user.is_hr"),  # who keeps the library, which belongs to no case
}


def attributes(tree: ast.AST) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def lines_of(node: ast.FunctionDef) -> int:
    """Without the docstring, which is asked to be long where there is much to say."""
    length = (node.end_lineno or 0) - node.lineno + 1
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    return length - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def test_cases_are_reached_by_who_may_see_them() -> None:
    """`CaseFile.objects.visible_to(...)`, those of them that HR looks after, or the lock that an act takes."""
    wrong = []
    for path, tree in modules(*ROOMS, "pipcases").items():
        if path in FOR_NOBODY:
            continue
        good = {"visible_to", "looked_after_by"} | ({"locked"} if path in LOCKING else set())
        used = [node for node in attributes(tree) if ast.unparse(node) == "CaseFile.objects"]
        fine = [node.value for node in attributes(tree) if node.attr in good]
        wrong += [f"{path}:{node.lineno}" for node in used if node not in fine]
        wrong += [f"{path}: get_object_or_404" for call in calls(tree) if "CaseFile" in map(ast.unparse, call.args)
                  and called(call).startswith("get_")]  # fmt: skip
    assert wrong == []


def test_nobody_asks_who_the_user_is_but_the_seat() -> None:
    pattern = re.compile(r"\.(is_superuser|is_staff|is_hr|is_auditor|has_perm|has_perms)$")
    wrong = [
        f"{path} {ast.unparse(node)}"
        for path, tree in modules(*ROOMS, "pipcases").items()
        for node in attributes(tree)
        if not path.startswith("people/")
        and pattern.search(ast.unparse(node))
        and (path, ast.unparse(node)) not in ASKED
    ]
    assert wrong == []


def test_there_are_no_signals() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules(*ROOMS, "pipcases").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "signals" in (node.module or "")
    ]
    assert wrong == []


def test_nothing_is_marked_safe() -> None:
    wrong = [path for path, tree in modules(*ROOMS, "pipcases").items() for call in calls(tree)
             if called(call) in ("mark_safe", "SafeString")]  # fmt: skip
    unescaped = re.compile(r"\|safe\b|autoescape off")
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html")
             if unescaped.search(path.read_text())}  # fmt: skip
    assert (wrong, pages) == ([], set())


def test_no_exception_is_swallowed() -> None:
    wrong = []
    for path, tree in modules(*ROOMS, "pipcases").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
                silent = all(isinstance(statement, ast.Pass | ast.Continue) for statement in node.body)
                wrong += [f"{path}:{node.lineno}"] if broad and silent else []
    assert wrong == []


def test_functions_and_files_stay_short() -> None:
    long_functions = [
        f"{path}:{node.lineno} {name}"
        for path, tree in modules(*ROOMS, "pipcases").items()
        for name, node in functions(tree).items()
        if lines_of(node) > LONGEST_FUNCTION
    ]
    sources = [ROOT / path for path in modules(*ROOMS, "pipcases", "tests") if path not in IN_ONE_FILE]
    long_files = [str(path) for path in sources if len(path.read_text().splitlines()) > LONGEST_FILE]
    templates = (ROOT / "templates").rglob("*.html")
    long_templates = [str(path) for path in templates if len(path.read_text().splitlines()) > LONGEST_TEMPLATE]
    assert (long_functions, long_files, long_templates) == ([], [], [])


OURS = [model for room in ROOMS for model in apps.get_app_config(room).get_models() if model._meta.managed]
BY_NOBODY = {("records.RecordCopy", "requested_by")}  # a record that is made by itself
NOT_A_PAIR = {"sent_at"}  # a notice is sent by nobody; its own constraint binds the time to the state


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_who_and_when_belong_together(model: type[models.Model]) -> None:
    """`x_by` and `x_at` are both required, or both optional and bound by a constraint that names them."""
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    for name, field in fields.items():
        other = fields.get(name.removesuffix("_by") + "_at")
        if name.endswith("_by") and other is not None and (model._meta.label, name) not in BY_NOBODY:
            assert field.null == other.null
            named = any({name, other.name} <= columns(check) for check in model._meta.constraints)
            assert named or not field.null, f"nothing binds {name} to {other.name}"


def columns(constraint: models.BaseConstraint) -> set[str]:
    """The columns a check constraint names."""
    condition = getattr(constraint, "condition", None) if isinstance(constraint, models.CheckConstraint) else None
    if condition is None:
        return set()
    text = " ".join(str(child) for child in condition.flatten())
    return {name.partition("__")[0] for name in re.findall(r"\('(\w+)'", text)}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_constraint_says_what_is_wrong(model: type[models.Model]) -> None:
    """A code for programs and a sentence for people; uniqueness that only a race can break needs none."""
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    for check in checks:
        if check.name != "one_sweep_row" and not check.name.endswith("_hex"):  # nobody types these
            assert check.violation_error_code, check.name
            assert check.violation_error_message != check.default_violation_error_message, check.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_choice_is_known_to_the_database(model: type[models.Model]) -> None:
    """The database is the last reader: a status it does not know is refused there as well."""
    chosen = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField) and field.choices and field.name in ("status", "stage", "state", "part")
    }
    named = set().union(*(columns(check) for check in model._meta.constraints))
    assert chosen <= named | UNBOUND.get(model._meta.label, set())


UNBOUND = {"cases.Comment": {"part"}, "records.RecordCopy": {"part"}}  # never changed
