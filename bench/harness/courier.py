"""A throwaway Courier: a target with neither MULTIAPPEND nor LITERAL+."""
import os
import pathlib
import sys

from . import servers

LOGIN = pathlib.Path(__file__).resolve().parents[2] / "tests/support/servers/courier_login.py"


class Courier(servers.Server):
    """Started by the constructor. Its imapd expects that someone has logged the user in already;
    the tests' script does so."""

    multiappend = False
    literal_plus = False
    prefix = "INBOX."
    login_mark = b"INFO: LOGIN, "

    def __init__(self, folder, tree):
        super().__init__(folder)
        self.log = self.folder / "out"
        # a session of its own: the script ends its whole process group
        self.start([sys.executable, LOGIN, "--tree", tree, "--mail", self.mail, "--port", str(self.port),
                    "--tls-port", str(self.tls_port), "--certificate", self.certificate,
                    "--key", self.key, "--password", servers.PASSWORD],
                   {**os.environ, "LD_LIBRARY_PATH": servers.library_path(tree)},
                   start_new_session=True)
