"""The page docs/reminders.md: every reminder in words, as the shipped rules have it, drawn from the rules."""

from django.utils.text import capfirst

from cases.reminder_words import in_order, in_words, people_of, when_under
from cases.reminding import Rule
from plans import rulesets

HEAD = """# Who is reminded of what, when

Drawn from the rules in `*/reminders.py` and the shipped rulesets by `make docs`; do not edit. A reminder is one
statement over all cases that the sweep runs every minute. Days are those where the case is, and an hour is that from
which it is said there. Nobody is reminded while a plan is paused, nor of what was done meanwhile; a reminder that could
not go out is made up for while it is still true, and none is said twice. Where a setting is named, a ruleset says the
days. The HR lead is never told of a case of their own, or of somebody below them.
"""


def drawn() -> str:
    names = sorted(rulesets.read(""))
    return HEAD + "".join(_section(rule, names) for rule in in_order())


def _section(rule: Rule, names: list[str]) -> str:
    facts = [
        f"`{rule.kind}`, to: {', '.join(people_of(rule))}.",
        f"Counted from: {rule.counted_from}.",
        *([f"Not before {rule.hour:02}:00."] if rule.hour else []),
        *([f"Setting: `{rule.setting}`."] if rule.setting else []),
    ]
    return "\n".join([f"\n## {rule.label}\n", *facts, "", *_days(rule, names), ""])


def _days(rule: Rule, names: list[str]) -> list[str]:
    """One line where all rules say the same, else one for those that agree."""
    said: dict[str, list[str]] = {}
    for name in names:
        said.setdefault(in_words(when_under(rule, name)) or "never", []).append(name)
    if len(said) == 1:
        return [f"* {capfirst(days)}" for days in said]
    return [f"* {', '.join(agreed)}: {days}" for days, agreed in said.items()]
