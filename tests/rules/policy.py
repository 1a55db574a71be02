"""Who may do what, when: the table, written by hand, that `tests.rules.test_policy` tries every act against."""

from cases.refusals import NotVisible, NotYourPart, WrongMoment
from tests import links
from tests.rules import after_tables

# Where a case stands, in one letter. The employee sees it in `k`, `q`, and from `i` on.
#   o no plan yet   d draft   k asked for the employee's view   q view given   h HR review   s with the second line
#   r returned   a approved   i issued   v running, one checkpoint held   f outcome proposed   w outcome decided
#   n issued, no response noted   j running after a refusal, of which Gus is asked as a witness
#   m change in draft   e change with HR   b change approved   t change issued   p paused: of a plan like `v`
#   N outcome decided as not met, under the rules of China, with something recorded for the evidence map
#   l like `v`, and Fay mentors: she has logged a session, and one is planned for today
#   R like `v` with every checkpoint held and the final review open   V the same, summed up   E an extension proposed
#   G decided as not met, so that it can be appealed against   g appeal filed   z Fay has heard it, and may decide
#   u sustain period, one check-in recorded
#   c closed   x cancelled before issue   y cancelled while running   L left while it ran
STATES = "odkqhsrainvjmebtplRVEfwNucxyGgzL"
SEEN_BY_THE_EMPLOYEE = "kqinvjmebtplRVEfwNucyGgzL"
MANY = {  # how the table calls them
    "every": STATES, "seen": SEEN_BY_THE_EMPLOYEE, "going": "odkqhsrainvjmebtplRVEfwNuGgz",
    "live": "dkqhsrainvjmebtplRVEfwNuGgz", "undecided": "dkqhsrainvjmebtplRVEf", "held": "vmebtplRVEfwNucyGgzL",
    "issued": "invjmebtplRVEfwNucGgz",
}  # fmt: skip

TABLE = """
act                                subject         manager     hr_partner  hr    auditor second_line mentor witness
cases.add_comment                  seen            every       every       -     -       s           -      -
cases.read_as_auditor              -               -           -           -     every   -           -      -
cases.change_manager               -               -           going       going -       -           -      -
cases.change_hr_partner            -               -           going       going -       -           -      -
cases.delegate_part                -               going       going       -     -       -           -      -
cases.end_delegation               -               none        none        -     -       -           -      -
cases.send_notice                  -               -           -           -     -       -           -      -
cases.fail_notice                  -               -           -           -     -       -           -      -
cases.bounce_notice                -               -           -           -     -       -           -      -
cases.resend_notice/failed         -               -           every       every -       -           -      -
cases.resend_notice/waiting        -               -           none        none  -       -           -      -
cases.settle_notice/failed         -               -           every       every -       -           -      -
cases.settle_notice/waiting        -               -           none        none  -       -           -      -
cases.read_as_hearer               -               -           -           -     -       -           -      -
plans.start_plan                   -               o           -           -     -       -           -      -
plans.edit_plan                    -               dkqrm       -           -     -       -           -      -
plans.open_consultation            -               dr          -           -     -       -           -      -
plans.answer_consultation          k               -           -           -     -       -           -      -
plans.reply_to_consultation        -               q           -           -     -       -           -      -
plans.submit_plan                  -               dr          -           -     -       -           -      -
plans.return_plan                  -               -           h           -     -       s           -      -
plans.approve_plan                 -               -           h           -     -       -           -      -
plans.pass_to_second_line          -               -           h           -     -       -           -      -
plans.approve_second_line          -               -           -           -     -       s           -      -
plans.issue_plan                   -               a           -           -     -       -           -      -
plans.view_version                 kqinvjmebtplRVEfwNucGgz -   -           -     -       -           -      -
plans.cancel_plan                  -               -           undecided   -     -       -           -      -
plans.record_leaving               -               -           live        live  -       -           -      -
plans.begin_amendment              -               vjlRV       -           -     -       -           -      -
plans.pause_plan                   -               -           vjlRV       -     -       -           -      -
plans.resume_plan                  -               -           p           -     -       -           -      -
plans.name_mentor                  -               ainvjmebtplRV ainvjmebtplRV -     -       -           -      -
plans.end_mentoring                -               l           l           -     -       -           -      -
plans.submit_amendment             -               m           -           -     -       -           -      -
plans.return_amendment             -               -           e           -     -       -           -      -
plans.approve_amendment            -               -           e           -     -       -           -      -
plans.issue_amendment              -               b           -           -     -       -           -      -
plans.withdraw_amendment           -               meb         eb          -     -       -           -      -
reviews.sign_receipt               injt            -           -           -     -       -           -      -
reviews.refuse_receipt             int             -           -           -     -       -           -      -
reviews.record_refusal             -               int         int         -     -       -           -      -
reviews.attest_refusal             -               -           -           -     -       -           -      j
reviews.lapse_receipt              -               -           -           -     -       -           -      -
reviews.log_service                -               issued      issued      -     -       -           -      -
reviews.add_service_proof          -               nj          nj          -     -       -           -      -
reviews.arrange_checkpoint/planned     -            vjmebtl     -           -     -       -           -      -
reviews.arrange_checkpoint/held        -            none        -           -     -       -           -      -
reviews.reschedule_checkpoint/planned  -            vjmebtl     vjmebtl     -     -       -           -      -
reviews.reschedule_checkpoint/held     -            none        none        -     -       -           -      -
reviews.postpone_checkpoint/planned    vjmebtl      -           -           -     -       -           -      -
reviews.postpone_checkpoint/held       none         -           -           -     -       -           -      -
reviews.hold_checkpoint/planned    -               vjmebtl     -           -     -       -           -      -
reviews.hold_checkpoint/held       -               none        -           -     -       -           -      -
reviews.prepare_checkpoint/planned vjmebtl         -           -           -     -       -           -      -
reviews.prepare_checkpoint/held    none            -           -           -     -       -           -      -
reviews.open_preparation/planned   -               vmebtl      -           -     -       -           -      -
reviews.open_preparation/held      -               none        -           -     -       -           -      -
reviews.sign_minutes/planned       none            none        -           -     -       -           -      -
reviews.sign_minutes/held          held            held        -           -     -       -           -      -
reviews.refuse_minutes/planned     none            -           -           -     -       -           -      -
reviews.refuse_minutes/held        held            -           -           -     -       -           -      -
reviews.add_employee_note/planned  none            -           -           -     -       -           -      -
reviews.add_employee_note/held     held            -           -           -     -       -           -      -
reviews.add_addendum/planned       none            none        -           -     -       -           -      -
reviews.add_addendum/held          held            held        -           -     -       -           -      -
reviews.tick_learning              vjmebtlRVEf     -           -           -     -       -           -      -
reviews.confirm_learning           -               vmebtlf     -           -     -       -           -      -
reviews.log_session                -               vjmebtlRVEf -           -     -       -           l      -
reviews.confirm_session            l               -           -           -     -       -           -      -
reviews.plan_sessions              -               vjmebtlRV   -           -     -       -           l      -
reviews.end_sessions               -               l           -           -     -       -           l      -
reviews.deliver                    -               vjmebtlRVEf vjmebtlRVEf -     -       -           -      -
reviews.confirm_delivery           vmebtplfwN      -           -           -     -       -           -      -
reviews.open_final_review          -               vl          -           -     -       -           -      -
reviews.summarise_plan             R               -           -           -     -       -           -      -
reviews.save_assessment            -               RV          -           -     -       -           -      -
reviews.propose_outcome            -               V           -           -     -       -           -      -
reviews.return_outcome             -               -           fE          -     -       -           -      -
reviews.decide_outcome             -               -           f           -     -       -           -      -
reviews.decide_extension           -               -           E           -     -       -           -      -
reviews.sign_outcome               wNucGgz         -           -           -     -       -           -      -
reviews.refuse_outcome             wNucGgz         -           -           -     -       -           -      -
reviews.close_case                 -               -           w           -     -       -           -      -
reviews.file_appeal                GN              -           -           -     -       -           -      -
reviews.withdraw_appeal            gz              -           -           -     -       -           -      -
reviews.name_hearer                -               -           gz          gz    -       -           -      -
reviews.arrange_hearing            -               -           z           -     -       -           -      -
reviews.record_hearing             -               -           -           -     -       -           -      -
reviews.add_hearing_statement      z               -           -           -     -       -           -      -
reviews.decide_appeal              -               -           -           -     -       -           -      -
reviews.record_evidence            -               -           N           -     -       -           -      -
reviews.withdraw_evidence          -               -           N           -     -       -           -      -
"""
HEARS = {  # what whoever hears an appeal can do, who sees the whole case, and acts on nothing else of it
    "cases.read_as_hearer": "z", "reviews.arrange_hearing": "z", "reviews.record_hearing": "none",
    "reviews.decide_appeal": "z", "records.request_copy": "z",
}  # fmt: skip
PARTS = {"ada": "manager", "cleo": "hr_partner", "dora": "hr", "emil": "auditor"}  # Ben: where he sees it
SECOND_LINE = ("hal", "s")  # who is asked, and from when on
WITNESS = ("gus", "j")
MENTOR = ("fay", "l")
HEARER = ("fay", "z")
DONE = "done"


def _table() -> dict[str, dict[str, str]]:
    head, *rows = [line.split() for line in (TABLE + links.POLICY + after_tables.POLICY).strip().splitlines()]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


POLICY = _table()


def expected(row: str, state: str, person: str) -> str:
    """A person without a part finds nothing, a witness what they are asked; another's act is refused; one's own at the
    wrong time is as well.
    """
    part = PARTS.get(person)
    if person == "ben" and state in SEEN_BY_THE_EMPLOYEE:
        part = "subject"
    for told, name in ((SECOND_LINE, "second_line"), (WITNESS, "witness"), (MENTOR, "mentor"), (HEARER, "hearer")):
        part = name if (person, state) == told else part
    if part is None:
        return NotVisible.__name__
    cell = HEARS.get(row, "-") if part == "hearer" else POLICY[row][part]
    if part in ("witness", "mentor") and cell == "-":
        return NotVisible.__name__
    if cell == "-":
        return NotYourPart.__name__
    return DONE if cell != "none" and state in MANY.get(cell, cell) else WrongMoment.__name__
