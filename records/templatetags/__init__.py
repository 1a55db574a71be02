"""Template tags of the written record."""
