"""The case file: who plays which part, its event chain, the `acting` block, notices. No plan content."""
