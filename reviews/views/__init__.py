"""Pages: `signing`, `attestation`, `receipt`, `witness`, `service`, `checkpoint`, `learning`, `outcome`."""
