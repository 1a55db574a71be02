"""Pages: `signing`, `attestation`, `receipt`, `witness`, `service`, `checkpoint`, `learning`, `delivery`, `outcome`."""
