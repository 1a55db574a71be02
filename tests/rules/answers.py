"""What each page of a case answers to whom: tables written by hand, which `tests.rules.test_urls` asks every page for.

Three numbers in a cell are the answers in a draft case, in a running one and in a closed one; one number is all three.
Whoever has no part finds nothing, as if the case did not exist; before the issue that is the employee as well.
"""

from tests import links
from tests.rules import after_tables

GET = """
address                        subject      manager      hr_partner   hr           auditor
.                              404/200/200  200          200          200          200
history/                       404/200/200  200          200          200          200
files/<file_id>/               404          404          404          404          404
mail/<notice_id>/resend/        404/403/403  403          404          404          403
mail/<notice_id>/settle/        404/403/403  403          404          404          403
people/manager/                404/403/403  403          200/200/409  200/200/409  403
people/hr-partner/             404/403/403  403          200/200/409  200/200/409  403
people/deputy/                 404/403/403  200/200/409  200/200/409  403          403
people/deputy/end/             404/403/403  409          409          403          403
comment/<topic>/               404/200/200  404/200/200  404/200/200  404/403/403  404/403/403
comment/<topic>/<topic_id>/    404/200/200  404/200/200  404/200/200  404/403/403  404/403/403
plan/start/                    404/403/403  409          403          403          403
plan/begin/                    404/403/403  200/409/409  403          403          403
plan/save-as-template/         404/403/403  200          409/200/200  403          403
plan/edit/                     404/403/403  200/409/409  403          403          403
plan/consultation/open/        404/403/403  200/409/409  403          403          403
plan/consultation/answer/      404/409/409  403          403          403          403
plan/consultation/reply/       404/403/403  409          403          403          403
plan/submit/                   404/403/403  200/409/409  403          403          403
plan/review/                   404/403/403  403          409          403          403
plan/second-line/              404/403/403  403          409          403          403
plan/second-line/approve/      404/403/403  403          403          403          403
plan/return/                   404/403/403  403          409          403          403
plan/issue/                    404/403/403  409          403          403          403
plan/changes/begin/            404/403/403  409/200/409  403          403          403
plan/changes/submit/           404/403/403  409          403          403          403
plan/changes/review/           404/403/403  403          409          403          403
plan/changes/return/           404/403/403  403          409          403          403
plan/changes/issue/            404/403/403  409          403          403          403
plan/changes/withdraw/         404/403/403  409          409          403          403
plan/changes/<number>/         404          404          404          404          404
plan/mentors/                  404/403/403  409/200/409  409/200/409  403          403
plan/mentors/end/              404/403/403  409          409          403          403
plan/pause/                    404/403/403  403          409/200/409  403          403
plan/resume/                   404/403/403  403          409          403          403
plan/cancel/                   404/403/403  403          200/200/409  403          403
plan/left/                     404/403/403  403          200/200/409  200/200/409  403
plan/                          404/200/200  404/200/200  404/200/200  404/200/200  404/200/200
plan/versions/<number>/        404/200/200  404/200/200  404/200/200  404/200/200  404/200/200
rules/                         404/200/200  200          200          200          200
rules/reminders/               404/403/403  403          200          200          200
receipt/                       404/409/409  403          403          403          403
receipt/refuse/                404/409/409  403          403          403          403
receipt/refused/               404/403/403  409          409          403          403
receipt/services/              404/403/403  409/200/200  409/200/200  403          403
receipt/services/<service_id>/proof/  404/403/403  409/404/404  409/404/404  403   403
witness/<attestation_id>/      404          404          404          404          404
checkpoints/next/              404/403/302  302          302/403/302  302/403/302  302/403/302
checkpoints/<number>/          404/200/200  404/200/200  404/200/200  404/200/200  404/200/200
checkpoints/<number>/hold/     404/403/403  404/200/409  404/403/403  404/403/403  404/403/403
checkpoints/<number>/prepare/  404/409/409  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/sign/     404/200/200  404/200/200  404/403/403  404/403/403  404/403/403
checkpoints/<number>/refuse/   404/200/200  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/arrange/  404/403/403  404/409/409  404/403/403  404/403/403  404/403/403
checkpoints/<number>/move/     404/403/403  404/409/409  404/409/409  404/403/403  404/403/403
checkpoints/<number>/postpone/ 404/409/409  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/note/     404/200/200  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/correct/  404/200/200  404/200/200  404/403/403  404/403/403  404/403/403
learning/<learning_id>/done/     404/200/409  403          403          403          403
learning/<learning_id>/confirm/  404/403/403  409/200/409  403          403          403
coaching/                      404/200/200  404/200/200  404/200/200  404/200/200  404/200/200
coaching/log/                  404/403/403  409/200/409  403          403          403
coaching/plan/                 404/403/403  409/200/409  403          403          403
coaching/<session_id>/         404/404/409  403          403          403          403
coaching/series/<series_id>/end/  404/403/403  409/404/409  403       403          403
promised/<promised_id>/        404/403/403  409/200/409  409/200/409  403          403
deliveries/<delivery_id>/      404/200/409  403          403          403          403
final-review/                  404/403/403  409/200/409  403          403          403
final-review/summary/          404/409/409  403          403          403          403
outcome/propose/               404/403/403  409/409/409  403          403          403
outcome/decide/                404/403/403  403          409          403          403
outcome/extend/                404/403/403  403          409          403          403
outcome/return/                404/403/403  403          409          403          403
outcome/receipt/               404/409/200  403          403          403          403
outcome/refuse/                404/409/200  403          403          403          403
close/                         404/403/403  403          409          403          403
appeal/file/                   404/409/409  403          403          403          403
appeal/                        404          404          404          404          404
appeal/withdraw/               404          404          404          404          404
appeal/hearer/                 404          404          404          404          404
appeal/hearing/                404          404          404          404          404
appeal/hearing/record/         404          404          404          404          404
appeal/hearing/statement/      404          404          404          404          404
appeal/decide/                 404          404          404          404          404
evidence/                      404/403/403  403          404          404          404
evidence/record/<kind>/        404/403/403  403          409          403          403
evidence/<record_id>/correct/   404/403/403  403          409          403          403
evidence/<record_id>/withdraw/  404/403/403  403          409          403          403
sign-offs/                     404/200/200  200          200          200          200
sign-offs/<sign_off_id>/       404/200/200  404/200/200  404/200/200  404/200/200  404/200/200
"""
POST = """
address                        subject      manager      hr_partner   hr           auditor
.                              405          405          405          405          405
history/                       405          405          405          405          405
files/<file_id>/               405          405          405          405          405
mail/<notice_id>/resend/        404/403/403  403          404          404          403
mail/<notice_id>/settle/        404/403/403  403          404          404          403
people/manager/                404/403/403  403          422/422/409  422/422/409  403
people/hr-partner/             404/403/403  403          422/422/409  422/422/409  403
people/deputy/                 404/403/403  422/422/409  422/422/409  403          403
people/deputy/end/             404/403/403  409          409          403          403
comment/<topic>/               404/422/422  404/422/422  404/422/422  404/403/403  404/403/403
comment/<topic>/<topic_id>/    404/422/422  404/422/422  404/422/422  404/403/403  404/403/403
plan/start/                    404/403/403  409          403          403          403
plan/begin/                    404/403/403  422/409/409  403          403          403
plan/save-as-template/         404/403/403  422          409/422/422  403          403
plan/edit/                     404/403/403  409          403          403          403
plan/consultation/open/        404/403/403  302/409/409  403          403          403
plan/consultation/answer/      404/409/409  403          403          403          403
plan/consultation/reply/       404/403/403  409          403          403          403
plan/submit/                   404/403/403  302/409/409  403          403          403
plan/review/                   404/403/403  403          409          403          403
plan/second-line/              404/403/403  403          409          403          403
plan/second-line/approve/      404/403/403  403          403          403          403
plan/return/                   404/403/403  403          409          403          403
plan/issue/                    404/403/403  409          403          403          403
plan/changes/begin/            404/403/403  409/422/409  403          403          403
plan/changes/submit/           404/403/403  409          403          403          403
plan/changes/review/           404/403/403  403          409          403          403
plan/changes/return/           404/403/403  403          409          403          403
plan/changes/issue/            404/403/403  409          403          403          403
plan/changes/withdraw/         404/403/403  409          409          403          403
plan/changes/<number>/         405          405          405          405          405
plan/mentors/                  404/403/403  409/422/409  409/422/409  403          403
plan/mentors/end/              404/403/403  409          409          403          403
plan/pause/                    404/403/403  403          409/422/409  403          403
plan/resume/                   404/403/403  403          409          403          403
plan/cancel/                   404/403/403  403          422/422/409  403          403
plan/left/                     404/403/403  403          422/422/409  422/422/409  403
plan/                          405          405          405          405          405
plan/versions/<number>/        405          405          405          405          405
rules/                         405          405          405          405          405
rules/reminders/               405          405          405          405          405
receipt/                       404/409/409  403          403          403          403
receipt/refuse/                404/409/409  403          403          403          403
receipt/refused/               404/403/403  409          409          403          403
receipt/services/              404/403/403  409/422/422  409/422/422  403          403
receipt/services/<service_id>/proof/  404/403/403  409/404/404  409/404/404  403   403
witness/<attestation_id>/      404          404          404          404          404
checkpoints/next/              405          405          405          405          405
checkpoints/<number>/          405          405          405          405          405
checkpoints/<number>/hold/     404/403/403  404/422/409  404/403/403  404/403/403  404/403/403
checkpoints/<number>/prepare/  404/409/409  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/sign/     404/422/422  404/422/422  404/403/403  404/403/403  404/403/403
checkpoints/<number>/refuse/   404/422/422  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/arrange/  404/403/403  404/409/409  404/403/403  404/403/403  404/403/403
checkpoints/<number>/move/     404/403/403  404/409/409  404/409/409  404/403/403  404/403/403
checkpoints/<number>/postpone/ 404/409/409  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/note/     404/422/422  404/403/403  404/403/403  404/403/403  404/403/403
checkpoints/<number>/correct/  404/422/422  404/422/422  404/403/403  404/403/403  404/403/403
learning/<learning_id>/done/     404/302/409  403          403          403          403
learning/<learning_id>/confirm/  404/403/403  409/422/409  403          403          403
coaching/                      405          405          405          405          405
coaching/log/                  404/403/403  409/422/409  403          403          403
coaching/plan/                 404/403/403  409/422/409  403          403          403
coaching/<session_id>/         404/404/409  403          403          403          403
coaching/series/<series_id>/end/  404/403/403  409/404/409  403       403          403
promised/<promised_id>/        404/403/403  409/422/409  409/422/409  403          403
deliveries/<delivery_id>/      404/422/409  403          403          403          403
final-review/                  404/403/403  409/302/409  403          403          403
final-review/summary/          404/409/409  403          403          403          403
outcome/propose/               404/403/403  409/409/409  403          403          403
outcome/decide/                404/403/403  403          409          403          403
outcome/extend/                404/403/403  403          409          403          403
outcome/return/                404/403/403  403          409          403          403
outcome/receipt/               404/409/422  403          403          403          403
outcome/refuse/                404/409/422  403          403          403          403
close/                         404/403/403  403          409          403          403
appeal/file/                   404/409/409  403          403          403          403
appeal/                        405          405          405          405          405
appeal/withdraw/               404          404          404          404          404
appeal/hearer/                 404          404          404          404          404
appeal/hearing/                404          404          404          404          404
appeal/hearing/record/         404          404          404          404          404
appeal/hearing/statement/      404          404          404          404          404
appeal/decide/                 404          404          404          404          404
evidence/                      405          405          405          405          405
evidence/record/<kind>/        404/403/403  403          409          403          403
evidence/<record_id>/correct/   404/403/403  403          409          403          403
evidence/<record_id>/withdraw/  404/403/403  403          409          403          403
sign-offs/                     405          405          405          405          405
sign-offs/<sign_off_id>/       405          405          405          405          405
"""
STATES = "dvc"  # as in tests.rules.policy: draft, running with one checkpoint held, closed
PEOPLE = {"ben": "subject", "ada": "manager", "cleo": "hr_partner", "dora": "hr", "emil": "auditor"}


def table(text: str) -> dict[str, dict[str, list[int]]]:
    """Address -> part -> the answers in each of STATES."""
    head, *rows = [line.split() for line in text.strip().splitlines()]
    return {
        row[0].removeprefix("."): {
            part: [int(code) for code in (cell.split("/") * 3 if "/" not in cell else cell.split("/"))]
            for part, cell in zip(head[1:], row[1:], strict=True)
        }
        for row in rows
    }


TABLES = {"get": table(GET + links.GET + after_tables.GET), "post": table(POST + links.POST + after_tables.POST)}


def expected(method: str, route: str, state: str, person: str) -> int:
    return TABLES[method][route][PEOPLE[person]][STATES.index(state)]
