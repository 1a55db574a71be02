"""How the rows of several tables name the files that their event names."""

# The ids of the files that an event names, as one text: told lists are compared whole, and in their order.
FILES = """coalesce((
    SELECT to_jsonb(string_agg(n.file ->> 'id', ' ' ORDER BY n.place))
    FROM jsonb_array_elements(facts -> 'files') WITH ORDINALITY n (file, place)
), '""')"""
