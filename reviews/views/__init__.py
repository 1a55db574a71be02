"""Pages of this room: `signing`, `checkpoint` and `outcome`."""
