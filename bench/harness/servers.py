"""Throwaway servers: unpacked by tools/servers, never installed, on free ports of 127.0.0.1."""
import grp
import os
import pathlib
import pwd
import re
import socket
import subprocess
import time

PASSWORD = "boarding-pass"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def library_path(tree):
    return ":".join(sorted({str(path.parent) for path in (tree / "usr/lib").rglob("*.so*")}))


class Server:
    """What every server here has: mail in `mail`/USER, a `port`, a `tls_port` with a `certificate`
    of its own, and one process above all others. What it can do is for the pump, which looks for
    nothing itself."""

    multiappend = True
    literal_plus = True
    prefix = ""            # before the names of all folders but INBOX
    login_mark = b": Login: "  # what its log holds once a connection

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.mail = self.folder / "mail"
        self.mail.mkdir(parents=True)
        self.port = free_port()
        self.tls_port = free_port()
        self.certificate = self.folder / "certificate.pem"
        self.key = self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", self.key, "-out", self.certificate],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.log = self.folder / "log"

    def start(self, command, environment, **how):
        """Runs the server until stop(); it also ends with us."""
        with open(self.folder / "out", "wb") as out:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command],
                                            env=environment, stdout=out, stderr=out, **how)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((self.folder / "out").read_text() + "A server does not start.")

    def own(self, path):
        """Gives the server what was put below its folder."""

    def logins(self):
        return self.log.read_bytes().count(self.login_mark)

    def cpu_seconds(self):
        """Of all its processes so far; those that ended count with the one that awaited them."""
        return self._ticks(self.process.pid) / TICKS

    def _ticks(self, pid):
        """Of a process, of the children it awaited, and of those that still run."""
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
            children = [child for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                        for child in (task / "children").read_text().split()]
        except OSError:
            return 0
        own = sum(int(word) for word in re.sub(r".*\) ", "", stat).split()[11:15])
        return own + sum(self._ticks(int(child)) for child in children)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def unprivileged():
    """(uid, gid, how to become them): a Dovecot never runs its mail as root, so as root we step
    down to nobody, who keeps the one right to read a clone below /root."""
    if os.getuid() != 0:
        return os.getuid(), os.getgid(), []
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid, [
        "--reuid", str(nobody.pw_uid), "--regid", str(nobody.pw_gid), "--clear-groups",
        "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]


def user_and_group(uid, gid):
    return pwd.getpwuid(uid).pw_name, grp.getgrgid(gid).gr_name
