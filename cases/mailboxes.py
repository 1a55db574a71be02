"""Where messages to the sender are read from: a pipe, a maildir, or a mailbox over IMAP."""

import imaplib
import logging
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from .bounces import MOST_BYTES, Found, take

log = logging.getLogger(__name__)

MOST = 200  # messages at a time
TIMEOUT = 20  # seconds
READ_FROM_BEGINNING = f"(BODY.PEEK[]<0.{MOST_BYTES}>)"


def read_pipe(pipe: BinaryIO) -> Counter[Found]:
    """One message, as a mail server hands it to a command."""
    return Counter([take(pipe.read(MOST_BYTES))])


def read_maildir(folder: Path) -> Counter[Found]:
    """Everything that is new; each message is then filed as seen, whatever it was. Raises `NotADirectoryError` where
    this is no maildir.
    """
    new, seen = folder / "new", folder / "cur"
    if not (new.is_dir() and seen.is_dir()):
        raise NotADirectoryError(folder)
    found: Counter[Found] = Counter()
    for path in sorted(new.iterdir())[:MOST]:
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as message:
            found[take(message.read(MOST_BYTES))] += 1
        path.rename(seen / f"{path.name}:2,S")
    return found


def read_imap(url: str) -> Counter[Found]:
    """Everything unseen in a mailbox, `imaps://user:password@host:port/INBOX`; it is then marked as seen. Trouble with
    the server is logged, and met again at the next time.
    """
    found: Counter[Found] = Counter()
    try:
        mailbox = _open(url)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("mailbox of the sender: %s", type(error).__name__)
        return found
    try:
        for number in _unseen(mailbox):
            found[take(_fetch(mailbox, number))] += 1
            mailbox.store(number, "+FLAGS", r"(\Seen)")
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("mailbox of the sender: %s", type(error).__name__)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            mailbox.logout()
    return found


def _open(url: str) -> imaplib.IMAP4:
    """Signed in, with the mailbox selected."""
    parts = urlsplit(url)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    mailbox = kind(parts.hostname or "", parts.port or (993 if parts.scheme == "imaps" else 143), timeout=TIMEOUT)
    mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
    mailbox.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
    return mailbox


def _unseen(mailbox: imaplib.IMAP4) -> list[str]:
    _answer, found = mailbox.search(None, "UNSEEN")
    return (found[0] or b"").decode().split()[:MOST]


def _fetch(mailbox: imaplib.IMAP4, number: str) -> bytes:
    _answer, parts = mailbox.fetch(number, READ_FROM_BEGINNING)
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")
