"""A tree of hashes over the heads of all chains: one root for all, and a short path that proves one of them.

It is the tree of RFC 6962 (section 2.1), with SHA-256 throughout. Byte by byte, so that it can be reckoned elsewhere:

* A leaf is `sha256(0x00 || case id || seq || head)`: the case's UUID as its 16 bytes, the number of its last event as
  8 bytes big-endian, the hash of that event as 32 bytes; 57 bytes are hashed.
* A node is `sha256(0x01 || left || right)`; 65 bytes are hashed. The first byte keeps a node from passing for a leaf.
* The leaves stand in the order of the case ids, compared as bytes. Each level pairs the hashes of the one below from
  the left; one that is left over at the right end goes up as it is, and is never paired with itself.
* The root of no leaves is `sha256()` of nothing, e3b0c442 ... 7852b855. The root of one leaf is that leaf.
* A path are the hashes beside the way from a leaf up to the root, lowest first. A level on which there is none beside
  it adds nothing.
"""

import hashlib
import uuid
from collections.abc import Sequence

NOTHING = hashlib.sha256().digest()


def leaf(case_id: uuid.UUID, seq: int, head: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + case_id.bytes + seq.to_bytes(8, "big") + head).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Of the hashes that `leaf` returns, in their order."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else NOTHING


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What proves the leaf at this place, counted from 0. Refuses a place that there is not."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    level, beside = list(leaves), []
    while len(level) > 1:
        if index ^ 1 < len(level):
            beside.append(level[index ^ 1])
        level, index = _above(level), index // 2
    return beside


def proves(leaf: bytes, index: int, count: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether this leaf stands at this place of `count` under this root. Any other number of hashes is no proof."""
    if not 0 <= index < count:
        return False
    reached, beside = leaf, list(path)
    while count > 1:
        if index ^ 1 < count:
            if not beside:
                return False
            other = beside.pop(0)
            reached = node(other, reached) if index & 1 else node(reached, other)
        index, count = index // 2, (count + 1) // 2
    return reached == root and not beside


def _above(level: list[bytes]) -> list[bytes]:
    """The level above: pairs, and what is left over at its end."""
    pairs = zip(level[::2], level[1::2], strict=False)
    return [node(left, right) for left, right in pairs] + level[len(level) & ~1 :]
