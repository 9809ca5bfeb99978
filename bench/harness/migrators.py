"""The tools that are measured: what is run to bring one account from one port to another."""
import shutil

from . import servers

HOST = "127.0.0.1"


class Account:
    """A user on the port where a server, or a relay before it, listens."""

    def __init__(self, user, port):
        self.user = user
        self.port = port


class Migrator:
    """`command(source, target, folder)` gives (words, extra environment) to bring one Account to
    the other; what the tool must remember between two runs it keeps in `folder`."""

    def __init__(self, name, command, *, repeats=True, exact=False):
        self.name = name
        self.command = command
        self.repeats = repeats  # a second run brings only what changed
        self.exact = exact      # a difference is a failure, not a note


def postferry(binary, options):
    def command(source, target, folder):
        urls = [f"imap://{side.user}@{HOST}:{side.port}?tls=none" for side in (source, target)]
        return ([str(binary), "copy", *urls, "--state", str(folder / "state"), "--quiet", *options],
                {"POSTFERRY_SOURCE_PASSWORD": servers.PASSWORD,
                 "POSTFERRY_TARGET_PASSWORD": servers.PASSWORD})
    return command


def pump(binary):
    def command(source, target, folder):
        return ([str(binary), *(f"{side.user}:{side.port}" for side in (source, target))],
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
             Migrator("postferry", postferry(postferry_binary, postferry_options), exact=True)]
    for name, command in (("mbsync", mbsync), ("interimap", interimap), ("imapsync", imapsync)):
        if shutil.which(name):
            found.append(Migrator(name, command))
    return found
