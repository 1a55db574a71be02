"""One zip that shows without us what a case's record is worth: the sealed record, the history, and what checks both."""
