"""What follows an outcome, in the tables written by hand: who may do what when, and what each page answers.

Columns and letters are those of `tests.rules.policy` and `tests.rules.answers`.
"""

POLICY = """\
reviews.record_follow_on           -               wNucGgz     wNucGgz     -     -       -           -      -
reviews.finish_follow_on           -               wuc         wuc         -     -       -           -      -
reviews.drop_follow_on             -               -           wuc         -     -       -           -      -
reviews.begin_sustain              -               -           w           -     -       -           -      -
reviews.record_check_in            -               u           -           -     -       -           -      -
reviews.answer_check_in            u               -           -           -     -       -           -      -
reviews.record_relapse             -               u           -           -     -       -           -      -
reviews.open_following_case        -               none        -           -     -       -           -      -
"""

GET = """\
follow-ons/record/             404/403/403  409/409/200  409/409/200  403          403
follow-ons/<follow_on_id>/     404/403/403  409/409/200  409/409/200  403          403
follow-ons/<follow_on_id>/drop/  404/403/403  403        409/409/200  403          403
sustain/                       404/403/403  403          409          403          403
sustain/check-in/              404/403/403  409          403          403          403
sustain/check-ins/<number>/    404/409/404  403          403          403          403
sustain/relapse/               404/403/403  409          403          403          403
follow-ons/new-case/           404/403/403  409          403          403          403
"""

POST = """\
follow-ons/record/             404/403/403  409/409/422  409/409/422  403          403
follow-ons/<follow_on_id>/     404/403/403  409/409/422  409/409/422  403          403
follow-ons/<follow_on_id>/drop/  404/403/403  403        409/409/422  403          403
sustain/                       404/403/403  403          409          403          403
sustain/check-in/              404/403/403  409          403          403          403
sustain/check-ins/<number>/    404/409/404  403          403          403          403
sustain/relapse/               404/403/403  409          403          403          403
follow-ons/new-case/           404/403/403  409          403          403          403
"""
