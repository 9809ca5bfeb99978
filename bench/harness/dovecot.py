"""A throwaway Dovecot."""
import os
import subprocess

from . import servers

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
default_client_limit = 4000
default_process_limit = 2000
first_valid_uid = 1
first_valid_gid = 1
protocols = imap
listen = 127.0.0.1 127.0.0.2 127.0.0.3
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
ssl_dh =
disable_plaintext_auth = no
mail_location = {location}
mail_fsync = never
mail_max_userip_connections = 0
imap_capability = {capability}
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
  separator = .
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
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""


class Dovecot(servers.Server):
    """Started by the constructor; `capability` replaces what it says that it can."""

    def __init__(self, folder, tree, mail_format="maildir", capability=""):
        super().__init__(folder)
        self.multiappend = not capability or "MULTIAPPEND" in capability
        self.uid, self.gid, step_down = servers.unprivileged()
        for part in ("run", "state"):
            (self.folder / part).mkdir()
        # where our copy of Dovecot looks for its TLS module
        (self.folder / "run/modules").symlink_to(tree / "usr/lib/dovecot/modules")
        user, group = servers.user_and_group(self.uid, self.gid)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, tree=tree, location=f"{mail_format}:~/{mail_format.capitalize()}",
            capability=capability, port=self.port, tls_port=self.tls_port,
            password=servers.PASSWORD, uid=self.uid, gid=self.gid, user=user, group=group))
        self.own(self.folder)
        self.start([*step_down, tree / "usr/bin/doveconf", "-c", configuration, "-m", "master",
                    "-e", tree / "usr/sbin/dovecot", "-F", "-c", configuration],
                   {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                    "LD_LIBRARY_PATH": servers.library_path(tree)})

    def own(self, path):
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{self.uid}:{self.gid}", path], check=True)
