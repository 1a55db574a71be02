"""The plan: draft, numbered versions, improvement items, support, commitments, HR review, issue. No meetings."""
