#include "tests/support/servers/throwaway_cyrus.hpp"

#include <fmt/format.h>

#include "tests/support/imap_client.hpp"

namespace postferry::test {
namespace fs = std::filesystem;

ThrowawayCyrus::ThrowawayCyrus(CyrusOptions options)
    : ThrowawayServer("cyrus"), options_(std::move(options)) {
  start();
}

Command ThrowawayCyrus::with_libraries(std::vector<std::string> words) const {
  const fs::path tree = server_tree("cyrus");
  const std::string libraries = library_path(tree);
  words.front() = tree / "usr/lib/cyrus/bin" / words.front();
  return {.words = std::move(words),
          .environment = {{"LD_LIBRARY_PATH", libraries}, {"SASL_PATH", libraries}}};
}

void ThrowawayCyrus::configure() {
  const std::string here = folder();
  const ServerAccount account = server_account();
  for (const char* name : {"conf", "conf/proc", "conf/socket", "conf/msg", "conf/lock", "spool",
                           "lock", "proc", "run"}) {
    files().make(name);
  }
  files().write("imapd.conf",
                fmt::format(R"(configdirectory: {0}/conf
proc_path: {0}/proc
mboxname_lockpath: {0}/lock
partition-default: {0}/spool
defaultpartition: default
cyrus_user: {1}
cyrus_group: {2}
admins: cyrus
proxyservers: {3}
allowplaintext: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
tls_server_cert: {4}
tls_server_key: {5}
altnamespace: {6}
unixhierarchysep: {7}
autocreate_quota: {8}
autocreate_inbox_folders: Drafts|Sent|Trash|Junk
autosubscribe_inbox_folders: Drafts|Sent|Trash|Junk
xlist-drafts: Drafts
xlist-sent: Sent
xlist-trash: Trash
xlist-junk: Junk
specialusealways: yes
delete_mode: immediate
expunge_mode: immediate
skiplist_unsafe: yes
{9}
)",
                            here, account.user, account.group, master_user,
                            certificate_file().string(), key_file().string(),
                            options_.folders == CyrusFolders::beside_inbox ? "yes" : "no",
                            options_.separator == CyrusSeparator::slash ? "yes" : "no",
                            options_.quota_kilobytes.value_or(0), options_.extra));
  const std::string imapd =
      (server_tree("cyrus") / "usr/lib/cyrus/bin/imapd").string() + " -C " + here + "/imapd.conf";
  files().write("cyrus.conf", fmt::format(R"(START {{ }}
SERVICES {{
  imap cmd="{0}" listen="127.0.0.1:{1}" prefork=0 maxchild=100
  imaps cmd="{0} -s" listen="127.0.0.1:{2}" prefork=0 maxchild=100
}}
EVENTS {{ }}
)",
                                          imapd, port(), tls_port()));
  files().give_to_server();
  run_command(with_libraries({"ctl_cyrusdb", "-C", here + "/imapd.conf", "-r"}), folder(),
              log_file());
}

Command ThrowawayCyrus::command() const {
  const std::string here = folder();
  return with_libraries({"master", "-D", "-C", here + "/imapd.conf", "-M", here + "/cyrus.conf",
                         "-p", here + "/run/pid"});
}

void ThrowawayCyrus::wipe_user(std::string_view user) {
  const char separator = options_.separator == CyrusSeparator::slash ? '/' : '.';
  const std::string mailbox = fmt::format("\"user{}{}\"", separator, user);
  ImapClient administrator(port(), "cyrus", password());
  administrator.command("SETACL " + mailbox + " cyrus lrxca");
  administrator.command("DELETE " + mailbox);
}

}  // namespace postferry::test
