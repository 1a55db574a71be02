"""Pages of this room: `case` for where it stands, `people` for who has a part in it."""
