"""The cases, run side by side: every tool in turn, then the next round of all tools.

  a  a first copy of 20,000 messages of 4 KB in 5 folders
  b  a first copy of 2,000 messages of real sizes, about 270 MB
  d  the account of a again, nothing changed
  e  the account of a again, after 100 new messages and 500 changes of flags
"""
import shutil
import subprocess

from . import contents, mailboxes, measuring, round_trips
from .migrators import Account

MAILBOXES = {"a": (20_000, mailboxes.fixed_size), "b": (2_000, mailboxes.real_size),
             "trips": (2_000, mailboxes.fixed_size)}
NEW, FLAGGED = 100, 500
ROUND_TRIP_SECONDS = 0.04


class Lab:
    """Two servers, the seeded mailboxes, and what came out so far in `results`."""

    def __init__(self, folder, source, target, tools, scale, limit, tell):
        self.folder = folder
        self.source = source
        self.target = target
        self.tools = tools
        self.scale = scale
        self.limit = limit
        self.tell = tell
        self.results = []
        self.trips = {}
        self.generated = {}

    def seeded(self, name):
        """Makes the mailbox `name` once, and lets the source index it; gives its home."""
        home = self.source.mail / f"seed-{name}"
        if name not in self.generated:
            count, size = MAILBOXES[name]
            messages = max(len(mailboxes.FOLDERS), int(count * self.scale))
            self.generated[name] = (messages, mailboxes.write_maildir(home, name, messages, size))
            self.source.own(home)
            contents.read(self.source, home.name)
        return home

    def round(self, number, cases):
        """One round of the cases; the tools take turns in being first."""
        first = (number - 1) % len(self.tools)
        tools = self.tools[first:] + self.tools[:first]
        if "b" in cases:
            self._copy("b", number, tools)
            self._forget(f"b{number}", tools)
        if set(cases) & {"a", "d", "e"}:
            user = self._copy("a", number, tools)
            repeating = [tool for tool in tools if tool.repeats]
            if set(cases) & {"d", "e"}:
                self._again("d", number, user, repeating)
            if "e" in cases:
                changes = [max(10, int(count * self.scale)) for count in (NEW, FLAGGED)]
                contents.change(self.source, user, *changes)
                self._again("e", number, user, repeating)
            self._forget(user, tools)

    def _copy(self, case, number, tools):
        user = f"{case}{number}"
        subprocess.run(["cp", "-a", self.seeded(case), self.source.mail / user], check=True)
        self._again(case, number, user, tools)
        return user

    def _again(self, case, number, user, tools):
        expected = contents.read(self.source, user)
        for tool in tools:
            folder = self.folder / f"{user}-{tool.name}"
            folder.mkdir(exist_ok=True)
            words, environment = tool.command(Account(user, self.source.port),
                                              Account(folder.name, self.target.port), folder)
            result = measuring.measured(words, environment, folder / f"said-{case}", self.limit,
                                        self.source, self.target)
            held = contents.read(self.target, folder.name)
            messages, size = self.generated[user[0]]
            result.update(case=case, tool=tool.name, round=number, scale=self.scale,
                          messages=messages, bytes=size, exact=tool.exact,
                          differs=contents.differences(expected, held),
                          state_bytes=sum(path.stat().st_size for path in folder.rglob("*")
                                          if path.is_file() and "state" in path.parts))
            self.results.append(result)
            self.tell(result, folder / f"said-{case}")
        if contents.read(self.source, user) != expected:
            raise SystemExit(f"One of the tools has changed the source in case {case}.")

    def _forget(self, user, tools):
        shutil.rmtree(self.source.mail / user)
        for tool in tools:
            shutil.rmtree(self.target.mail / f"{user}-{tool.name}", ignore_errors=True)
            shutil.rmtree(self.folder / f"{user}-{tool.name}", ignore_errors=True)

    def count_round_trips(self, tools):
        """Fills trips[tool] with {"copy": {side: number}, "again": {side: number}}."""
        user = self.seeded("trips").name
        for tool in tools:
            folder = self.folder / f"trips-{tool.name}"

            def copy(source_port, target_port, keep=False):
                if not keep:
                    shutil.rmtree(self.target.mail / folder.name, ignore_errors=True)
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                words, environment = tool.command(Account(user, source_port),
                                                  Account(folder.name, target_port), folder)
                return measuring.run(words, environment, self.folder / "said-trips", self.limit)["wall"]

            def again(source_port, target_port):
                return copy(source_port, target_port, keep=True)

            servers = (self.source, self.target)
            with round_trips.Relays(*servers) as relays:
                self.trips[tool.name] = {"copy": relays.waited(copy, ROUND_TRIP_SECONDS)}
                if tool.repeats:
                    self.trips[tool.name]["again"] = relays.waited(again, ROUND_TRIP_SECONDS)
