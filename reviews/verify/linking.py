"""That a case went on in another one is told by both: what the later one says of itself must be told by the earlier."""

from cases.verifying import verifies

verifies(
    "case in which it went on",
    acts=["reviews.record_relapse", "reviews.open_following_case"],
    stored="""
        SELECT follows_id, id::text, jsonb_build_object('because', follows_because)
        FROM cases_casefile WHERE follows_id IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, facts ->> 'opened', jsonb_build_object(
            'because', CASE act WHEN 'reviews.record_relapse' THEN 'relapse' ELSE 'more_time' END
        ) FROM event
    """,
)
