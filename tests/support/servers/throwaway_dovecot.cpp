#include "tests/support/servers/throwaway_dovecot.hpp"

#include <fmt/format.h>

namespace postferry::test {
namespace fs = std::filesystem;

ThrowawayDovecot::ThrowawayDovecot(DovecotOptions options)
    : ThrowawayServer("dovecot"), options_(std::move(options)) {
  start();
}

fs::path ThrowawayDovecot::home_of(std::string_view user) const { return folder() / "mail" / user; }

void ThrowawayDovecot::wipe_user(std::string_view user) { fs::remove_all(home_of(user)); }

std::string ThrowawayDovecot::mail_location() const {
  const std::string layout = options_.layout.empty() ? "" : ":LAYOUT=" + options_.layout;
  switch (options_.format) {
    case MailFormat::maildir:
      return "maildir:~/Maildir" + layout;
    case MailFormat::sdbox:
      return "sdbox:~/sdbox";
    case MailFormat::mdbox:
      return "mdbox:~/mdbox";
  }
  return {};
}

std::string ThrowawayDovecot::namespace_lines() const {
  std::string lines = "namespace inbox {\n  inbox = yes\n";
  if (!options_.separator.empty()) lines += "  separator = " + options_.separator + "\n";
  if (!options_.prefix.empty()) lines += "  prefix = " + options_.prefix + "\n";
  if (options_.special_use == SpecialUse::offered) {
    for (const char* name : {"Sent", "Drafts", "Trash", "Junk"}) {
      lines += fmt::format(
          "  mailbox {0} {{\n    special_use = \\{0}\n    auto = subscribe\n  }}\n", name);
    }
  }
  return lines + "}\n";
}

std::string ThrowawayDovecot::quota_lines() const {
  if (!options_.quota_bytes) return {};
  return fmt::format(R"(mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:bytes={}
}}
)",
                     *options_.quota_bytes);
}

std::string ThrowawayDovecot::service_lines() const {
  std::string lines = fmt::format(R"(service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {}
  }}
  inet_listener imaps {{
    port = {}
  }}
}}
service imap {{
  process_limit = 400
  service_count = 1000
}}
)",
                                  port(), tls_port());
  for (const char* name : {"anvil", "stats", "auth"}) {
    lines += fmt::format("service {} {{\n  chroot =\n  client_limit = 1000\n}}\n", name);
  }
  // A wrong password must not make the next login of a test wait.
  lines += "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n";
  return lines;
}

void ThrowawayDovecot::configure() {
  const fs::path tree = server_tree("dovecot");
  const ServerAccount account = server_account();
  for (const char* name : {"run", "mail", "state"}) files().make(name);
  // Where our unpacked copy looks for its modules: see tools/servers.
  const fs::path modules = folder() / "run/modules";
  if (!fs::is_symlink(modules)) fs::create_symlink(tree / "usr/lib/dovecot/modules", modules);

  std::string conf = fmt::format(
      R"(base_dir = {0}/run
state_dir = {0}/state
log_path = {0}/log
libexec_dir = {1}/usr/lib/dovecot
mail_plugin_dir = {1}/usr/lib/dovecot/modules
import_environment = LD_LIBRARY_PATH
default_internal_user = {2}
default_internal_group = {3}
default_login_user = {2}
default_client_limit = 500
first_valid_uid = 1
first_valid_gid = 1
protocols = imap
listen = 127.0.0.1
)",
      folder().string(), tree.string(), account.user, account.group);
  conf += fmt::format(
      R"(ssl = yes
ssl_cert = <{0}
ssl_key = <{1}
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_master_user_separator = *
passdb {{
  driver = static
  args = password={2}
  username_filter = {3}
  master = yes
  result_success = continue
}}
passdb {{
  driver = static
  args = password={2}
}}
userdb {{
  driver = static
  args = uid={4} gid={5} home={6}/mail/%u
}}
mail_location = {7}
mail_fsync = never
mail_max_userip_connections = {8}
)",
      certificate_file().string(), key_file().string(), password(), master_user, account.uid,
      account.gid, folder().string(), mail_location(), options_.connections_per_user);
  conf += namespace_lines() + quota_lines() + service_lines() + options_.extra + "\n";
  files().write("dovecot.conf", conf);
}

// `dovecot -c` alone would look for doveconf in /usr/bin; this is the call it would make.
Command ThrowawayDovecot::command() const {
  const fs::path tree = server_tree("dovecot");
  const std::string dovecot = tree / "usr/sbin/dovecot";
  const std::string conf = folder() / "dovecot.conf";
  std::error_code ignored;
  fs::remove(folder() / "run/master.pid", ignored);
  return {.words = {tree / "usr/bin/doveconf", "-c", conf, "-m", "master", "-e", dovecot, "-F",
                    "-c", conf},
          .environment = {{"LD_LIBRARY_PATH", library_path(tree)}}};
}

}  // namespace postferry::test
