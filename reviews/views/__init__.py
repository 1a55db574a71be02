"""Pages of this room: `signing`, `attestation`, `receipt`, `witness`, `service`, `checkpoint`, `learning`, `outcome`."""
