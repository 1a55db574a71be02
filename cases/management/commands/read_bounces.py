"""Read mails that came back: from standard input, from a maildir, or from the mailbox in BOUNCES_URL."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases import mailboxes
from cases.bounces import Found


class Command(BaseCommand):
    help = (
        "Record which mails came back. One message is read from standard input, as a mail server pipes it; with "
        "--maildir, everything new in that folder; with --imap, everything unseen in the mailbox of BOUNCES_URL."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--maildir", type=Path, help="a folder with new/ and cur/")
        where.add_argument("--imap", action="store_true", help="the mailbox of BOUNCES_URL")

    def handle(self, *args: Any, maildir: Path | None, imap: bool, **options: Any) -> None:
        if imap and not settings.BOUNCES_URL:
            raise CommandError("BOUNCES_URL is not set: imaps://user:password@host/INBOX")
        try:
            if maildir:
                found = mailboxes.read_maildir(maildir)
            else:
                found = mailboxes.read_imap(settings.BOUNCES_URL) if imap else mailboxes.read_pipe(sys.stdin.buffer)
        except NotADirectoryError:
            raise CommandError(f"{maildir} is no maildir: it has no folders new and cur.") from None
        told = {Found.BOUNCED: "came back", Found.DELAYED: "delayed", Found.NOTHING: "nothing of ours"}
        self.stdout.write(", ".join(f"{found[kind]} {words}" for kind, words in told.items()))
