"""Which case follows which is told by the events of both: whatever is changed, gone or invented is found."""

import pytest

from cases.models import CaseFile
from tests.linking import relapse, slipping
from tests.roles import tampering
from tests.tampering import after, found
from tests.world import People

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.tampers,
    pytest.mark.usefixtures("after_the_plan"),
]
CHANGED = (
    "UPDATE {table} SET follows_because = 'more_time' WHERE {key} = %s",
    "UPDATE {table} SET follows_id = NULL, follows_because = '' WHERE {key} = %s",
)
INVENTED = """
UPDATE {table} SET follows_id = (SELECT id FROM {table} WHERE follows_id IS NOT NULL), follows_because = 'relapse'
WHERE {key} = %s
"""


def test_r28_every_changed_link_is_found(who: People) -> None:
    plan = slipping(who)
    opened = relapse(plan, who)
    earlier = CaseFile.objects.get(pk=plan.case_id)
    with tampering() as hand:
        missed = [statement for statement in CHANGED if after(hand, opened, statement) is None]
        missed += [INVENTED] if after(hand, earlier, INVENTED) is None else []
    assert missed == []
    assert found() is None
