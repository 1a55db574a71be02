"""The tree, against the public vectors of RFC 6962 and against its own recursive definition."""

import hashlib
import uuid
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.heads import leaves, merkle

# The inputs and roots that implementations of Certificate Transparency check themselves with.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def defined(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, as it stands there: split at the largest power of two below the number of leaves."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01", defined(hashes[:split]), defined(hashes[split:]))


@pytest.mark.parametrize("count", range(9))
def test_the_root_is_that_of_the_public_vectors(count: int) -> None:
    hashes = [sha256(b"\x00", bytes.fromhex(text)) for text in INPUTS[:count]]
    assert merkle.root(hashes).hex() == ROOTS[count]


def test_a_leaf_is_what_its_description_says() -> None:
    case_id, head = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"), bytes(range(32))
    said = "00" + "00112233445566778899aabbccddeeff" + "0000000000000102" + bytes(range(32)).hex()
    assert len(said) == 2 * 57
    assert merkle.leaf(case_id, 258, head) == sha256(bytes.fromhex(said))


def test_three_leaves_by_hand() -> None:
    a, b, c = (bytes([letter]) * 32 for letter in b"abc")
    assert merkle.root([a, b, c]) == sha256(b"\x01", sha256(b"\x01", a, b), c)
    assert merkle.path([a, b, c], 0) == [b, c]
    assert merkle.path([a, b, c], 2) == [sha256(b"\x01", a, b)]


@given(HASHES)
def test_the_root_is_that_of_the_definition(hashes: list[bytes]) -> None:
    assert merkle.root(hashes) == defined(hashes)


@given(HASHES, st.data())
def test_each_leaf_is_proven_at_its_place_and_nowhere_else(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    count, root, path = len(hashes), merkle.root(hashes), merkle.path(hashes, index)
    assert merkle.proves(hashes[index], index, count, path, root)
    assert len(path) <= (count - 1).bit_length()
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda value: value != hashes[index]))
    assert not merkle.proves(other, index, count, path, root)
    assert not merkle.proves(hashes[index], index, count, [*path, other], root)
    assert not merkle.proves(hashes[index], index, count, path, other)
    assert not any(merkle.proves(hashes[index], place, count, path, root) for place in (-1, count, count + 7))


@given(HASHES, st.data())
def test_a_path_with_a_hash_changed_or_left_out_proves_nothing(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    root, path = merkle.root(hashes), merkle.path(hashes, index)
    for place, beside in enumerate(path):
        changed = [*path[:place], bytes([beside[0] ^ 1]) + beside[1:], *path[place + 1 :]]
        assert not merkle.proves(hashes[index], index, len(hashes), changed, root)
        assert not merkle.proves(hashes[index], index, len(hashes), path[:place] + path[place + 1 :], root)


def test_there_is_no_path_from_a_place_that_there_is_not() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError):
            merkle.path([merkle.NOTHING] * 3, index)


@given(st.lists(st.tuples(st.uuids(), st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32)), max_size=20))
def test_heads_are_read_back_from_their_bytes(heads: list[tuple[uuid.UUID, int, bytes]]) -> None:
    heads = sorted({head[0]: head for head in heads}.values(), key=lambda head: head[0].bytes)
    packed = b"".join(case_id.bytes + seq.to_bytes(8, "big") + head for case_id, seq, head in heads)
    assert [leaves.read(entry) for entry in leaves.split(packed)] == heads
    assert leaves.hashes(packed) == [merkle.leaf(*head) for head in heads]
    assert leaves.are_in_order(packed)
    assert [leaves.place_of(head[0], packed) for head in heads] == list(range(len(heads)))
    if heads:
        assert not leaves.are_in_order(packed[:-1])
        assert not leaves.are_in_order(packed + packed[:56])
