"""Rows of a case are written in actions, inside the block that records the step, and nowhere else."""

import ast
import re

from tests.rules.sources import called, calls, functions, modules, names_called

WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "select_for_update",
}  # fmt: skip
BLOCKS = {"acting", "drafting"}
ELSEWHERE = {
    "cases/acting.py": "the block itself",
    "cases/bounces.py": "that a mail is still tried elsewhere",
    "cases/chain.py": "the event and its texts",
    "cases/delivery.py": "how far a delivery is",
    "cases/files/pictures.py": "encodes a picture",
    "cases/files/store.py": "bytes, and no row",
    "cases/models/casefile.py": "the lock",
    "cases/notices.py": "the outbox",
    "cases/signing.py": "proofs before a signature, which are no evidence",
    "cases/summary.py": "the list columns",
    "cases/sweep.py": "when it last ran",
    "cases/together.py": "claims what goes out in one mail",
    "reviews/running.py": "checkpoints follow a version, inside the act that brings it into force",
    "people/models.py": "the manager that Django's own commands call",
    "records/heads/letters.py": "how far a letter to an auditor is, which is in no case",
    "records/heads/making.py": "daily checkpoints, which span all cases, and their letters",
    "records/heads/stamping.py": "what an authority says of a daily checkpoint",
    "records/claims.py": "how far a copy is",
    "records/exhibits/pages.py": "pages, and no row",
    "records/exhibits/stamper.py": "a PDF, and no row",
    "records/making.py": "the file of a copy",
}
SQL_ELSEWHERE = {
    "cases/delivery.py": "claims a notice",
    "cases/evidence.py": "triggers, for migrations",
    "cases/models/reading.py": "one statement per reading",
    "cases/reminding.py": "one statement per reminder",
    "records/heads/letters.py": "claims a letter",
    "records/claims.py": "claims a copy",
}
OUTSIDE_A_BLOCK = {
    "freeze": "called inside the acts that show a plan to somebody",
    "new_amendment": "called inside the acts that begin a change or end a pause",
    "put_in_force": "called inside whatever settles a receipt or ends a pause",
    "hand_over": "called inside the acts that issue a version",
    "proceed": "called inside the acts that settle a receipt",
    "share": "called inside the acts that open what was prepared",
    "_schedule_checkpoints": "called when a receipt is settled",
    "sign": "called inside the acts that are signed",
    "lay_out": "called inside the act that issues a plan",
    "show_to_subject": "called inside the act that shows the employee something",
    "give_part": "called inside the acts that give somebody a part",
    "show_to_mentors": "called inside the act that issues a plan",
    "end_hearer": "called inside the acts that end an appeal, or name another hearer",
    "end_mentor": "called inside the act that ends a mentoring",
    "give_second_line": "called inside the act that asks the second-line manager",
    "keep_file": "called inside the act that names the file",
    "drop_unused_files": "removes what no act named",
    "put_in_queue": "called inside the acts that ask for a copy",
    "note_that_a_record_is_due": "called at the end of every act, inside its block",
    "ask_for_what_is_due": "under the lock of their cases; that a record is out is the step",
    "give_out": "that the file is there, once the act that names the record is done",
    "request_copy_by_command": "only takes the lock earlier, too",
    "request_copy": "only takes the lock earlier, to look for a copy that is still good",
}
BELONGS_TO_NO_CASE = {
    "cases/actions/inbox.py": "what somebody has read of their own inbox (ADR 24)",
    "plans/actions/library.py": "the company's templates and learning resources (ADR 12)",
    "plans/actions/holidays.py": "the company's holiday calendars (ADR 19)",
}
IN_CASES = ("cases", "plans", "reviews", "records")


def is_action(path: str) -> bool:
    return path.endswith("/actions.py") or "/actions/" in path


def writes_in(tree: ast.AST) -> set[str]:
    """Calls by which Django writes a row; `update` of a dictionary looks the same, and is told by its receiver."""
    found = [call for call in calls(tree) if called(call) in WRITES and isinstance(call.func, ast.Attribute)]
    written = {ast.unparse(call.func) for call in found}
    kept = r"(facts|texts|_reasons|_elsewhere|_ways|_urgent|_asked|context|data|digest)\.update$"
    return {name for name in written if not re.search(kept, name)}


def test_rows_are_written_in_actions_only() -> None:
    wrong = {
        path: writes_in(tree)
        for path, tree in modules().items()
        if not is_action(path) and path not in ELSEWHERE and writes_in(tree)
    }
    assert wrong == {}


def test_sql_that_writes_stands_in_few_known_places() -> None:
    writing = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b")
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and writing.search(node.value)
    }
    assert found <= set(SQL_ELSEWHERE)


def test_each_action_that_writes_is_one_recorded_block() -> None:
    """A function that writes opens a block itself, or is a private part of functions that do."""
    wrong = []
    for path, tree in modules(*IN_CASES).items():
        if is_action(path) and path not in BELONGS_TO_NO_CASE:
            defined = functions(tree)
            wrong += [f"{path}: {name}" for name in defined if not is_inside_a_block(name, defined)]
    assert wrong == []


def is_inside_a_block(name: str, defined: dict[str, ast.FunctionDef]) -> bool:
    function = defined[name]
    if name in OUTSIDE_A_BLOCK or not writes_in(function) or names_called(function) & BLOCKS:
        return True
    callers = [other for other, body in defined.items() if other != name and name in names_called(body)]
    private = name.startswith("_")
    return private and bool(callers) and all(opens_a_block(caller, defined) for caller in callers)


def opens_a_block(name: str, defined: dict[str, ast.FunctionDef]) -> bool:
    if name in OUTSIDE_A_BLOCK or names_called(defined[name]) & BLOCKS:
        return True
    callers = [other for other, body in defined.items() if other != name and name in names_called(body)]
    return name.startswith("_") and bool(callers) and all(opens_a_block(caller, defined) for caller in callers)


def test_the_lists_of_exceptions_name_nothing_that_is_gone() -> None:
    named = {**ELSEWHERE, **SQL_ELSEWHERE, **BELONGS_TO_NO_CASE}
    assert [path for path in named if path not in modules() and "records" not in path] == []
