"""A throwaway Dovecot: unpacked by tools/servers, never installed, on a free port of 127.0.0.1."""
import os
import pathlib
import pwd
import grp
import re
import socket
import subprocess
import time

PASSWORD = "boarding-pass"
TICKS = os.sysconf("SC_CLK_TCK")

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
libexec_dir = {tree}/usr/lib/dovecot
mail_plugin_dir = {tree}/usr/lib/dovecot/modules
import_environment = LD_LIBRARY_PATH
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = {location}
mail_fsync = never
mail_max_userip_connections = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Dovecot:
    """Started by the constructor, stopped by stop(); mail lies in `mail`/USER/Maildir."""

    def __init__(self, folder, tree, location="maildir:~/Maildir"):
        self.folder = pathlib.Path(folder)
        self.mail = self.folder / "mail"
        self.port = free_port()
        self.uid, self.gid, step_down = self._owner()
        for part in ("run", "state", "mail"):
            (self.folder / part).mkdir(parents=True)
        (self.folder / "run/modules").symlink_to(tree / "usr/lib/dovecot/modules")
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, tree=tree, location=location, port=self.port, password=PASSWORD,
            uid=self.uid, gid=self.gid, user=pwd.getpwuid(self.uid).pw_name,
            group=grp.getgrgid(self.gid).gr_name))
        self.own(self.folder)
        libraries = sorted({str(path.parent) for path in (tree / "usr/lib").rglob("*.so*")})
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                       "LD_LIBRARY_PATH": ":".join(libraries)}
        command = ["setpriv", "--pdeathsig", "TERM", *step_down, tree / "usr/bin/doveconf",
                   "-c", configuration, "-m", "master",
                   "-e", tree / "usr/sbin/dovecot", "-F", "-c", configuration]
        with open(self.folder / "out", "wb") as out:
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        self._await_start()

    @staticmethod
    def _owner():
        """A Dovecot never runs its mail as root: as root we step down to nobody, who keeps the one
        right to read a clone below /root."""
        if os.getuid() != 0:
            return os.getuid(), os.getgid(), []
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid, [
            "--reuid", str(nobody.pw_uid), "--regid", str(nobody.pw_gid), "--clear-groups",
            "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]

    def _await_start(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((self.folder / "out").read_text() + "A Dovecot does not start.")

    def own(self, path):
        """Gives the server what was put below its folder."""
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{self.uid}:{self.gid}", path], check=True)

    def logins(self):
        return (self.folder / "log").read_bytes().count(b": Login: ")

    def cpu_seconds(self):
        """Of all its processes so far; those that ended count with the master that awaited them."""
        own = self._times(self.process.pid)
        total = sum(own)
        for child in self._children(self.process.pid):
            total += sum(self._times(child))
        return total / TICKS

    @staticmethod
    def _children(pid):
        try:
            text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except OSError:
            return []
        return [int(word) for word in text.split()]

    @staticmethod
    def _times(pid):
        """User and system time of a process and of the children it awaited, in clock ticks."""
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return [0]
        return [int(word) for word in re.sub(r".*\) ", "", stat).split()[11:15]]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
