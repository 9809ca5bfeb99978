"""The cases: what is copied, between which servers, over what kind of way."""
import dataclasses

from . import mailboxes

ROUND_TRIP_SECONDS = 0.04
NEW, FLAGGED = 100, 500  # what changes before case e


@dataclasses.dataclass(frozen=True)
class Mailboxes:
    """Some accounts with as many messages each."""
    accounts: int
    messages: int
    size: object
    folders: tuple = tuple(mailboxes.FOLDERS)

    def scaled(self, scale):
        if self.accounts > 1:
            return dataclasses.replace(self, accounts=max(2, round(self.accounts * scale)))
        least = len(self.folders)
        return dataclasses.replace(self, messages=max(least, int(self.messages * scale)))


SEEDS = {"small": Mailboxes(1, 20_000, mailboxes.fixed_size),
         "real": Mailboxes(1, 2_000, mailboxes.real_size),
         "list": Mailboxes(50, 200, mailboxes.real_size),
         "far": Mailboxes(1, 2_000, mailboxes.fixed_size),
         "crowd": Mailboxes(250, 20, mailboxes.middling_size),
         "full": Mailboxes(1, 500_000, mailboxes.tiny_size, ("INBOX",)),
         "huge": Mailboxes(1, 1, mailboxes.huge_size, ("INBOX",))}


@dataclasses.dataclass(frozen=True)
class Case:
    """`follows` is the case whose copies are run again; only the pump and Postferry run without
    `rivals`."""
    what: str
    seed: str
    target: str = "maildir"
    follows: str = ""
    round_trip: float = 0.0
    tls: bool = False
    rivals: bool = True


CASES = {
    "a": Case("20,000 messages of 4 KB in 5 folders", "small"),
    "b": Case("2,000 messages of real sizes, about 270 MB", "real"),
    "c": Case("50 accounts with 200 messages of real sizes, 8 at a time", "list"),
    "d": Case("the account of a again, nothing changed", "small", follows="a"),
    "e": Case("the account of a again, 100 messages new and 500 flagged", "small", follows="a"),
    "f": Case("2,000 messages of 4 KB, 40 ms round trip", "far", round_trip=ROUND_TRIP_SECONDS),
    "g1": Case("as a, to mdbox without MULTIAPPEND", "small", target="single", rivals=False),
    "g2": Case("as a, to Courier", "small", target="courier", rivals=False),
    "h": Case("as a, over TLS on both sides", "small", tls=True, rivals=False),
}

MEMORY_CASES = {
    "full": Case("one folder of 500,000 messages", "full"),
    "full again": Case("the same again, nothing changed", "full"),
    "huge": Case("one message of 500 MB", "huge"),
}
