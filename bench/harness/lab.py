"""Runs the cases side by side: every tool in turn, then the next round of all tools."""
import contextlib
import shutil
import subprocess

from . import contents, mailboxes, measuring, round_trips
from .cases import CASES, FLAGGED, MEMORY_CASES, NEW, ROUND_TRIP_SECONDS, SEEDS
from .migrators import SIDE_BY_SIDE, Account


class Lab:
    """The source, the targets by their names, the seeded mailboxes, and what came out so far in
    `results`."""

    def __init__(self, folder, source, targets, tools, scale, limit, tell):
        self.folder = folder
        self.source = source
        self.targets = targets
        self.tools = tools
        self.scale = scale
        self.limit = limit
        self.tell = tell
        self.results = []
        self.trips = {}
        self.generated = {}  # of each user of the source: (messages, bytes)

    def seeded(self, name):
        """Makes the accounts of a seed once, and lets the source index them; gives their names."""
        seed = SEEDS[name].scaled(self.scale)
        users = [f"{name}{number}" for number in range(seed.accounts)]
        for user in users:
            if user not in self.generated:
                home = self.source.mail / user
                size = mailboxes.write_maildir(home, user, seed.messages, seed.size, seed.folders)
                self.generated[user] = seed.messages, size
                self.source.own(home)
                contents.read(self.source, user)
        return users

    def round(self, number, cases):
        """One round of the cases; the tools take turns in being first."""
        first = (number - 1) % len(self.tools)
        tools = self.tools[first:] + self.tools[:first]
        again = [case for case in cases if CASES[case].follows]
        for case in cases:
            if not CASES[case].follows and not (again and case == "a"):
                users = self.seeded(CASES[case].seed)
                for tool in tools:
                    if tool.exact or CASES[case].rivals:
                        self.bring(case, number, users, [tool])
                        self.forget(users, [tool])
        if again:
            self._bring_again(number, again, tools)

    def _bring_again(self, number, again, tools):
        """Case a, on a copy of the seed, as case e changes it; then the cases that follow it."""
        user = f"small-{number}"
        seed = self.seeded(CASES["a"].seed)[0]
        subprocess.run(["cp", "-a", self.source.mail / seed, self.source.mail / user], check=True)
        self.generated[user] = self.generated[seed]
        self.bring("a", number, [user], tools)
        repeating = [tool for tool in tools if tool.repeats]
        for case in again:
            if case == "e":
                contents.change(self.source, user,
                                *(max(10, int(count * self.scale)) for count in (NEW, FLAGGED)))
            self.bring(case, number, [user], repeating)
        self.forget([user], tools)
        shutil.rmtree(self.source.mail / user)

    def bring(self, name, number, users, tools):
        """Runs the tools one after another, and compares what each has brought with the source."""
        case = (CASES | MEMORY_CASES)[name]
        target = self.targets[case.target]
        expected = {user: contents.read(self.source, user) for user in users}
        for tool in tools:
            folder = self.folder_of(users, tool)
            with self._way(case, target) as (source_port, target_port):
                pairs = [(Account(user, self.source, source_port),
                          Account(f"{user}-{tool.name}", target, target_port)) for user in users]
                result = measuring.measured(tool.jobs(pairs, folder, f"said-{name}"), SIDE_BY_SIDE,
                                            self.limit, self.source, target)
            held = {user: contents.read(target, f"{user}-{tool.name}") for user in users}
            result.update(case=name, what=case.what, tool=tool.name, round=number, scale=self.scale,
                          messages=sum(self.generated[user][0] for user in users),
                          bytes=sum(self.generated[user][1] for user in users), exact=tool.exact,
                          differs=contents.all_differences(expected, held),
                          state_bytes=sum(path.stat().st_size for path in folder.rglob("*")
                                          if path.is_file() and "state" in path.relative_to(folder).parts))
            self.results.append(result)
            self.tell(result, sorted(folder.rglob(f"said-{name}")))
        if any(contents.read(self.source, user) != expected[user] for user in users):
            raise SystemExit(f"One of the tools has changed the source in case {name}.")

    @contextlib.contextmanager
    def _way(self, case, target):
        """The ports on which source and target are reached in a case."""
        servers = (self.source, target)
        if case.round_trip:
            with round_trips.Relays(*servers, case.round_trip / 2) as relays:
                yield relays.ports()
        else:
            yield [server.tls_port if case.tls else server.port for server in servers]

    def folder_of(self, users, tool):
        folder = self.folder / f"{users[0]}-{tool.name}"
        folder.mkdir(exist_ok=True)
        return folder

    def forget(self, users, tools):
        for tool in tools:
            for target in self.targets.values():
                for user in users:
                    shutil.rmtree(target.mail / f"{user}-{tool.name}", ignore_errors=True)
            shutil.rmtree(self.folder_of(users, tool))

    def count_round_trips(self, tools):
        """Fills trips[tool] with {"copy": {side: number}, "again": {side: number}}."""
        users = self.seeded(CASES["f"].seed)
        target = self.targets["maildir"]
        for tool in tools:
            def copy(source_port, target_port, tool=tool, keep=False):
                if not keep:
                    self.forget(users, [tool])
                pair = (Account(users[0], self.source, source_port),
                        Account(f"{users[0]}-{tool.name}", target, target_port))
                job = tool.jobs([pair], self.folder_of(users, tool), "said-trips")[0]
                return measuring.run(*job, self.limit)["wall"]

            def again(source_port, target_port, copy=copy):
                return copy(source_port, target_port, keep=True)

            with round_trips.Relays(self.source, target) as relays:
                self.trips[tool.name] = {"copy": relays.waited(copy, ROUND_TRIP_SECONDS)}
                if tool.repeats:
                    self.trips[tool.name]["again"] = relays.waited(again, ROUND_TRIP_SECONDS)
            self.forget(users, [tool])
