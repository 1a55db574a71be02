"""Pages of this room: `signing`, `checkpoint`, `learning` and `outcome`."""
