"""What an account holds, to the byte: counted over folder, digest, flags and received date."""
import collections
import hashlib
import imaplib
import re

from . import servers

imaplib._MAXLINE = 1 << 24


def log_in(server, user):
    imap = imaplib.IMAP4("127.0.0.1", server.port)
    imap.login(user, servers.PASSWORD)
    return imap


def folders(imap):
    names = []
    for line in imap.list()[1]:
        if line and b"\\Noselect" not in line:
            names.append(re.sub(rb'^\([^)]*\) (".*?"|NIL) ', b"", line).decode().strip('"'))
    return sorted(names)


def capability(server):
    """What the server says that it can, once someone is logged in."""
    imap = log_in(server, "anyone")
    said = imap.capability()[1][0].decode()
    imap.logout()
    return said


def read(server, user):
    """A Counter of (folder, sha256, flags, received)."""
    held = collections.Counter()
    imap = log_in(server, user)
    for folder in folders(imap):
        count = int(imap.select(f'"{folder}"', readonly=True)[1][0])
        for first in range(1, count + 1, 200):
            answers = imap.fetch(f"{first}:{min(first + 199, count)}",
                                 "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
            name = folder.removeprefix(server.prefix)
            held.update(key_of(name, answer) for answer in answers if isinstance(answer, tuple))
    imap.logout()
    return held


def key_of(folder, answer):
    head, body = answer
    flags = set(re.search(rb"FLAGS \(([^)]*)\)", head)[1].split()) - {b"\\Recent"}
    received = re.search(rb'INTERNALDATE "([^"]*)"', head)[1]
    return folder, hashlib.sha256(body).digest(), frozenset(flags), received


def differences(expected, held):
    """{} when equal; else what differs, in counts of messages."""
    def without(counter, *fields):
        less = collections.Counter()
        for key, count in counter.items():
            less[tuple(part for at, part in enumerate(key) if at not in fields)] += count
        return less

    bodies = [without(counter, 2, 3) for counter in (expected, held)]
    found = {"missing": (bodies[0] - bodies[1]).total(), "extra": (bodies[1] - bodies[0]).total()}
    for name, field in (("flags", 3), ("dates", 2)):
        lacking = without(expected, field) - without(held, field)
        found[name] = lacking.total() - found["missing"]
    return {name: count for name, count in found.items() if count}


def all_differences(expected, held):
    """differences() of several accounts together, both given as {user: Counter}."""
    found = collections.Counter()
    for user, account in expected.items():
        found.update(differences(account, held[user]))
    return dict(found)


def change(server, user, new, flagged):
    """`new` messages and `flagged` changes of flags, spread over the folders of an account."""
    imap = log_in(server, user)
    names = folders(imap)
    for number, folder in enumerate(names):
        for at in range(new // len(names)):
            body = (f"From: <tide@example.net>\r\nMessage-ID: <new.{number}.{at}@example.net>\r\n"
                    f"Date: Tue, 5 Mar 2024 09:{at % 60:02}:00 +0000\r\nSubject: Late {at}\r\n\r\n"
                    + "The evening ferry waits for nobody.\r\n" * 100).encode()
            imap.append(f'"{folder}"', "(\\Seen)", '"05-Mar-2024 09:00:00 +0000"', body)
        imap.select(f'"{folder}"')
        half = flagged // len(names) // 2
        imap.store(f"1:{half}", "+FLAGS.SILENT", "(\\Flagged \\Answered)")
        imap.store(f"{half + 1}:{2 * half}", "-FLAGS.SILENT", "(\\Seen)")
        imap.unselect()
    imap.logout()
