"""Told by events: the SHA-256 of each sealed record; links to copies, each as it was made, its end and its use."""

from cases.verifying import verifies

verifies(
    "sealed record",
    acts=["records.seal_record"],
    stored="""
        SELECT case_id, id::text, jsonb_build_object(
            'part', part, 'language', language, 'seq', seq, 'head', head, 'kind', kind, 'sha256', pdf_sha256,
            'pages', pages, 'certificate', seal_certificate, 'at', sealed_at
        ) FROM records_recordcopy WHERE sealed_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, facts ->> 'copy', jsonb_build_object(
            'part', facts -> 'part', 'language', facts -> 'language', 'seq', facts -> 'seq', 'head', facts -> 'head',
            'kind', facts -> 'kind', 'sha256', facts -> 'sha256', 'pages', facts -> 'pages',
            'certificate', facts -> 'certificate', 'at', at
        ) FROM event
    """,
)

verifies(
    "link to a copy",
    acts=["records.send_copy_link"],
    stored="""
        SELECT l.case_id, l.id::text, jsonb_build_object(
            'copy', l.copy_id, 'digest', l.digest, 'until_on', l.until_on, 'by', l.made_by_id, 'at', l.made_at
        ) FROM records_copylink l
    """,
    told="""
        SELECT case_id, seq, facts ->> 'link', jsonb_build_object(
            'copy', facts -> 'copy', 'digest', facts -> 'digest', 'until_on', facts -> 'until_on', 'by', by -> 'user',
            'at', at
        ) FROM event
    """,
)

verifies(
    "link that was taken back",
    acts=["records.revoke_copy_link"],
    stored="""
        SELECT case_id, id::text, jsonb_build_object('status', status, 'at', revoked_at) FROM records_copylink
        WHERE status <> 'open' OR revoked_at IS NOT NULL
    """,
    told="""
        SELECT case_id, seq, subject, jsonb_build_object('status', 'revoked', 'at', at) FROM event
    """,
)

verifies(
    "number of a link's fetches",
    acts=["records.fetch_copy"],
    stored="SELECT case_id, id::text, jsonb_build_object('fetches', fetches) FROM records_copylink WHERE fetches <> 0",
    told="""
        SELECT case_id, max(seq), subject, jsonb_build_object('fetches', count(*)) FROM event GROUP BY case_id, subject
    """,
)
