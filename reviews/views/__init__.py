"""Pages of this room: `signing`, `receipt`, `witness`, `service`, `checkpoint`, `learning` and `outcome`."""
