"""Attacks on daily checkpoints, and a whole database that is set back. Each says which is the first bad one."""

import json
from collections.abc import Callable
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cases.chain import canonical
from records.heads import keys
from records.heads.making import make
from records.models import CheckpointStamp, DailyCheckpoint

from .ground import Ground, restore, talk, talkers
from .hand import flipped_somewhere, run
from .places import in_checkpoint

Attack = Callable[[Ground, Random], str]


def _some(some: Random) -> DailyCheckpoint:
    return some.choice(list(DailyCheckpoint.objects.order_by("number")))


def _write(row: DailyCheckpoint, **columns: bytes) -> str:
    setting = ", ".join(f"{name} = %s" for name in columns)
    statement = f"UPDATE records_dailycheckpoint SET {setting} WHERE number = %s"  # noqa: S608 - names of columns
    run(statement, [*columns.values(), row.number])
    return in_checkpoint(row.number)


def body_edited(ground: Ground, some: Random) -> str:
    """It says another number of cases, or another root."""
    row = _some(some)
    said = json.loads(bytes(row.body))
    changes = ({"count": said["count"] - 1}, {"root": some.randbytes(32).hex()}, {"leaves": some.randbytes(32).hex()})
    return _write(row, body=canonical(said | some.choice(changes)))


def signature_edited(ground: Ground, some: Random) -> str:
    row = _some(some)
    return _write(row, signature=flipped_somewhere(bytes(row.signature), some))


def heads_edited(ground: Ground, some: Random) -> str:
    row = _some(some)
    return _write(row, leaves=flipped_somewhere(bytes(row.leaves), some))


def signed_anew(ground: Ground, some: Random) -> str:
    """The same, signed with a key of the attacker's own, which the body names."""
    row, key = _some(some), Ed25519PrivateKey.generate()
    public = keys.public_bytes(key)
    body = canonical(json.loads(bytes(row.body)) | {"key": keys.fingerprint(public)})
    return _write(row, body=body, signature=key.sign(body), key=public)


def stamp_replaced(ground: Ground, some: Random) -> str:
    """By the stamp of another day."""
    one, other = some.sample(list(CheckpointStamp.objects.all()), 2)
    run("UPDATE records_checkpointstamp SET token = %s WHERE checkpoint_id = %s", [bytes(other.token), one.pk])
    return in_checkpoint(one.pk)


def set_back(ground: Ground, some: Random) -> str:
    """Every row is that of an earlier day; every other time the application goes on from there and makes the next daily
    checkpoint by itself, with the true key.
    """
    day = some.choice(sorted(ground.letters)[:-1])
    restore(day)
    if some.random() < 0.5:
        talk(some.choice(talkers()), "Nothing happened.")
        make(wait=True)
    return in_checkpoint(day + 1)


ON_CHECKPOINTS: dict[str, Attack] = {
    "daily checkpoint: body edited": body_edited,
    "daily checkpoint: signature edited": signature_edited,
    "daily checkpoint: heads edited": heads_edited,
    "daily checkpoint: signed with another key": signed_anew,
    "daily checkpoint: time stamp of another day": stamp_replaced,
}
SET_BACK: dict[str, Attack] = {"database set back to an earlier day's dump": set_back}
