"""Seeded mailboxes, written as the Maildir of a Dovecot account: the same seed, the same bytes."""
import base64
import email.utils
import os
import random

FOLDERS = ["INBOX", "Sent", "Archive", "Archive.2023", "Archive.2023.Lists"]
FLAGS = [("S", "\\Seen", 0.8), ("R", "\\Answered", 0.15), ("F", "\\Flagged", 0.06), ("D", "\\Draft", 0.01)]
KEYWORDS = ["$Forwarded", "$MDNSent", "NonJunk"]
WORDS = ("harbour ferry tide crew cabin deck rope anchor lantern chart north south island letter "
         "parcel stamp office morning evening ticket timetable passage weather captain bridge "
         "engine signal buoy quay luggage coffee window winter summer journey return").split()
FIRST_RECEIVED = 1_400_000_000
RECEIVED_WITHIN = 380_000_000  # seconds; a date in the future would not be kept


def fixed_size(writer):
    """About 4 KB."""
    return max(600, int(writer.gauss(4000, 500)))


def real_size(writer):
    """As people's mail has it: mostly some 10 KB, and a heavy tail of attachments."""
    if writer.random() < 0.12:
        return int(min(15_000_000, 90_000 * writer.paretovariate(0.8)))
    return int(min(15_000_000, max(700, writer.lognormvariate(9.25, 0.9))))


def middling_size(writer):
    """About 40 KB."""
    return max(600, int(writer.gauss(40_000, 5_000)))


def tiny_size(_):
    """A head and a line or two."""
    return 600


def huge_size(_):
    """One that no memory bound could hold."""
    return 500_000_000


class Generator:
    """Makes one message after another."""

    def __init__(self, seed, size):
        self.random = random.Random(seed)
        self.size = size
        self.number = 0
        lines = [" ".join(self.random.choices(WORDS, k=10)).capitalize() + "." for _ in range(3000)]
        self.prose = ("\n".join(lines) + "\n").encode()
        self.attachment = base64.encodebytes(self.random.randbytes(1 << 20))

    def cut(self, pool, size):
        """`size` bytes of whole lines from anywhere in the pool, which repeats."""
        begin = pool.find(b"\n", self.random.randrange(len(pool) - 1)) + 1
        cut = pool[begin:begin + size]
        if len(cut) < size:
            cut = (cut + pool * ((size - len(cut)) // len(pool) + 1))[:size]
        return cut if cut.endswith(b"\n") else cut[:-1] + b"\n"

    def message(self):
        """(bytes with bare LF, time received, system flags, numbers of keywords)"""
        self.number += 1
        received = FIRST_RECEIVED + self.number * 7919 % RECEIVED_WITHIN
        date = email.utils.formatdate(received - self.random.randrange(2, 90))
        subject = " ".join(self.random.choices(WORDS, k=self.random.randint(2, 8)))
        sender = ".".join(self.random.sample(WORDS, 2))
        head = (f"Return-Path: <{sender}@example.net>\n"
                f"Received: from mx.example.net (mx.example.net [192.0.2.{self.number % 250 + 1}])\n"
                f"\tby in.example.org with ESMTPS id {self.random.getrandbits(40):010X}; {date}\n"
                f"From: {sender} <{sender}@example.net>\nTo: <anna@example.org>\n"
                f"Subject: {subject}\nDate: {date}\n"
                f"Message-ID: <{self.number}.{self.random.getrandbits(64):x}@example.net>\n"
                "MIME-Version: 1.0\n").encode()
        body = self.body(max(80, self.size(self.random) - len(head) - 60))
        flags = "".join(letter for letter, _, share in FLAGS if self.random.random() < share)
        keywords = [k for k in range(len(KEYWORDS)) if self.random.random() < 0.03]
        return head + body, received, flags, keywords

    def body(self, size):
        if size < 40_000:
            return b"Content-Type: text/plain; charset=utf-8\n\n" + self.cut(self.prose, size)
        mark = b"=_%016x" % self.random.getrandbits(64)
        return (b'Content-Type: multipart/mixed; boundary="' + mark + b'"\n\n--' + mark +
                b"\nContent-Type: text/plain\n\n" + self.cut(self.prose, 2000) + b"--" + mark +
                b"\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" +
                self.cut(self.attachment, size - 2300) + b"--" + mark + b"--\n")


def write_maildir(home, seed, count, size, folders=FOLDERS):
    """Fills home/Maildir with `count` messages spread evenly over the folders; gives their bytes."""
    generator = Generator(seed, size)
    total = 0
    for at, folder in enumerate(folders):
        path = home / "Maildir" / ("" if folder == "INBOX" else "." + folder)
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True)
        if folder != "INBOX":
            (path / "maildirfolder").touch()
        (path / "dovecot-keywords").write_text(
            "".join(f"{number} {name}\n" for number, name in enumerate(KEYWORDS)))
        share = count // len(folders) + (at < count % len(folders))
        for _ in range(share):
            total += write_message(path / "cur", generator)
    (home / "Maildir/subscriptions").write_text("".join(name + "\n" for name in folders))
    return total


def write_message(folder, generator):
    data, received, flags, keywords = generator.message()
    on_wire = len(data) + data.count(b"\n")
    letters = "".join(sorted(flags)) + "".join(chr(ord("a") + k) for k in keywords)
    path = folder / f"{received}.M0P1Q{generator.number}.bench,S={len(data)},W={on_wire}:2,{letters}"
    path.write_bytes(data)
    os.utime(path, (received, received))
    return on_wire
