"""Daily checkpoints: one signed root over the heads of all chains, so that a whole case that is missing, or a database
that was set back, is found too.
"""

from .proving import Proof, holds, newest, proof_for, proofs_around

__all__ = ["Proof", "holds", "newest", "proof_for", "proofs_around"]
