// Where the unpacked servers are, whose rights they run with, and one temporary folder for each.
//
// tools/servers unpacks Dovecot, Cyrus and Courier into build/servers (or $POSTFERRY_SERVERS). They
// run as an ordinary user: whoever runs the test, or `nobody` when that is root. Used by the
// throwaway servers only; tests ask server_here().
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace postferry::test {

// Whether the unpacked tree of `server` ("dovecot", "cyrus", "courier") is there. Where CI is set
// in the environment its absence fails the running test; otherwise the test skips:
//   if (!server_here("dovecot")) GTEST_SKIP() << "run tools/servers first";
bool server_here(std::string_view server);

// The tree of `server`, whether it is there or not.
std::filesystem::path server_tree(std::string_view server);

// All folders of a tree that hold shared libraries, joined for LD_LIBRARY_PATH.
std::string library_path(const std::filesystem::path& tree);

// The account that servers run as and that owns their files.
struct ServerAccount {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string user;
  std::string group;
};
ServerAccount server_account();

// A temporary folder that belongs to the server's account and goes away with this object.
class ServerFolder {
 public:
  explicit ServerFolder(std::string_view server);
  ~ServerFolder();
  ServerFolder(const ServerFolder&) = delete;
  ServerFolder& operator=(const ServerFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void make(const std::filesystem::path& below) const;  // a folder, parents too
  void write(const std::filesystem::path& below, std::string_view text) const;
  void give_to_server() const;  // all of it, after a test or a command wrote into it

 private:
  std::filesystem::path path_;
};

}  // namespace postferry::test
