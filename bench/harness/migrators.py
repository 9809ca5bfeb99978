"""The tools that are measured: what is run to bring accounts from one server to another."""
import csv
import shutil

from . import servers

HOST = "127.0.0.1"
SIDE_BY_SIDE = 8  # accounts of a list at a time


class Account:
    """A user of `server`, reached on `port`: the server's own, the one with TLS, or a relay's."""

    def __init__(self, user, server, port):
        self.user = user
        self.server = server
        self.port = port
        self.tls = port == server.tls_port


class Migrator:
    """`command(source, target, folder)` gives (words, extra environment) to bring one Account to
    the other; what the tool must remember between two runs it keeps in `folder`. A tool that can
    bring a whole list in one process has `list_command(pairs, folder)` for it."""

    def __init__(self, name, command, list_command=None, *, repeats=True, exact=False):
        self.name = name
        self.command = command
        self.list_command = list_command
        self.repeats = repeats  # a second run brings only what changed
        self.exact = exact      # a difference is a failure, not a note

    def jobs(self, pairs, folder, said):
        """[(words, environment, log)] that bring all pairs of Accounts; logs begin with `said`."""
        if len(pairs) > 1 and self.list_command:
            return [(*self.list_command(pairs, folder), folder / said)]
        if len(pairs) == 1:
            return [(*self.command(*pairs[0], folder), folder / said)]
        found = []
        for source, target in pairs:
            own = folder / source.user
            own.mkdir(exist_ok=True)
            found.append((*self.command(source, target, own), own / said))
        return found


def postferry_url(account):
    scheme, how = (("imaps", f"ca={account.server.certificate}") if account.tls
                   else ("imap", "tls=none"))
    return f"{scheme}://{account.user}@{HOST}:{account.port}?{how}"


def postferry(binary, options):
    def command(source, target, folder):
        return ([str(binary), "copy", postferry_url(source), postferry_url(target),
                 "--state", str(folder / "state"), "--quiet", *options],
                {"POSTFERRY_SOURCE_PASSWORD": servers.PASSWORD,
                 "POSTFERRY_TARGET_PASSWORD": servers.PASSWORD})
    return command


def postferry_list(binary, options, parallel=SIDE_BY_SIDE):
    def command(pairs, folder):
        path = folder / "accounts.csv"
        with open(path, "w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["source", "source_password", "target", "target_password"])
            rows.writerows([postferry_url(source), servers.PASSWORD,
                            postferry_url(target), servers.PASSWORD] for source, target in pairs)
        path.chmod(0o600)
        return ([str(binary), "batch", "run", str(path), "--parallel", str(parallel),
                 "--state", str(folder / "state"), "--quiet", *options], {})
    return command


def pump(binary):
    """Within the limits of the target, as everything that it is compared with."""
    def command(source, target, folder):
        words = [str(binary)]
        words += [] if target.server.multiappend else ["--batch", "1"]
        words += [] if target.server.literal_plus else ["--ask"]
        words += ["--below", target.server.prefix] if target.server.prefix else []
        words += ["--tls"] if target.tls else []
        return ([*words, *(f"{side.user}:{side.port}" for side in (source, target))],
                {"PUMP_PASSWORD": servers.PASSWORD})
    return command


def mbsync(source, target, folder):
    stores = "".join(
        f"IMAPAccount {name}\nHost {HOST}\nPort {side.port}\nUser {side.user}\n"
        f"Pass {servers.PASSWORD}\nSSLType None\nAuthMechs LOGIN\n\n"
        f"IMAPStore {name}\nAccount {name}\n\n"
        for name, side in (("source", source), ("target", target)))
    (folder / "state").mkdir(parents=True, exist_ok=True)
    (folder / "mbsyncrc").write_text(
        stores + "Channel all\nFar :source:\nNear :target:\nPatterns *\nCreate Near\nSync Pull\n"
        f"Expunge None\nCopyArrivalDate yes\nSyncState {folder}/state/\n")
    return ["mbsync", "-q", "-c", str(folder / "mbsyncrc"), "all"], {}


def interimap(source, target, folder):
    path = folder / "config/interimap"
    path.mkdir(parents=True, exist_ok=True)
    for private in (folder / "config", path):
        private.chmod(0o700)
    sides = "".join(
        f"[{name}]\ntype = imap\nhost = {HOST}\nport = {side.port}\nusername = {side.user}\n"
        f"password = {servers.PASSWORD}\nauth = LOGIN\nSTARTTLS = NO\n"
        for name, side in (("local", target), ("remote", source)))
    (path / "config").write_text(f"database = {folder}/interimap.db\n{sides}")
    return ["interimap", "--quiet"], {"XDG_CONFIG_HOME": str(folder / "config"),
                                      "XDG_DATA_HOME": str(folder / "data")}


def imapsync(source, target, folder):
    sides = [word for number, side in ((1, source), (2, target)) for word in (
        f"--host{number}", HOST, f"--port{number}", str(side.port), f"--user{number}", side.user,
        f"--password{number}", servers.PASSWORD, f"--nossl{number}", f"--notls{number}")]
    return ["imapsync", *sides, "--nolog", "--noreleasecheck", "--tmpdir", str(folder),
            "--pidfile", str(folder / "pid")], {}


def present(postferry_binary, pump_binary, postferry_options=()):
    """The pump, Postferry, and what else is on PATH."""
    found = [Migrator("pump", pump(pump_binary), repeats=False, exact=True),
             Migrator("postferry", postferry(postferry_binary, postferry_options),
                      postferry_list(postferry_binary, postferry_options), exact=True)]
    for name, command in (("mbsync", mbsync), ("interimap", interimap), ("imapsync", imapsync)):
        if shutil.which(name):
            found.append(Migrator(name, command))
    return found
