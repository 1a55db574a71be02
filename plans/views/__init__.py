"""Pages of this room: `drafting` until a plan is submitted, `review` from then on."""
