#include "tests/support/servers/server_files.hpp"

#include <cstdlib>
#include <fstream>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <set>
#include <stdexcept>
#include <unistd.h>

#include "tests/support/place_in_memory.hpp"

namespace postferry::test {
namespace fs = std::filesystem;
namespace {

// This file is tests/support/servers/server_files.cpp below the source folder.
fs::path source_folder() {
  return fs::path(__FILE__).parent_path().parent_path().parent_path().parent_path();
}

std::string user_name(uid_t uid) {
  const passwd* entry = getpwuid(uid);
  return entry != nullptr ? entry->pw_name : std::to_string(uid);
}

std::string group_name(gid_t gid) {
  const group* entry = getgrgid(gid);
  return entry != nullptr ? entry->gr_name : std::to_string(gid);
}

}  // namespace

fs::path server_tree(std::string_view server) {
  const char* chosen = std::getenv("POSTFERRY_SERVERS");
  const fs::path root = chosen != nullptr ? fs::path(chosen) : source_folder() / "build/servers";
  return fs::absolute(root) / server;
}

bool server_here(std::string_view server) {
  if (fs::exists(server_tree(server) / ".complete")) return true;
  if (std::getenv("CI") != nullptr) {
    ADD_FAILURE() << "CI must test with " << server << ", but it is not in " << server_tree(server);
  }
  return false;
}

std::string library_path(const fs::path& tree) {
  std::set<std::string> folders;
  for (const auto& entry : fs::recursive_directory_iterator(tree / "usr/lib")) {
    const bool library = entry.path().filename().string().find(".so") != std::string::npos;
    if (library) folders.insert(entry.path().parent_path().string());
  }
  std::string joined;
  for (const std::string& folder : folders) {
    if (!joined.empty()) joined += ':';
    joined += folder;
  }
  return joined;
}

ServerAccount server_account() {
  ServerAccount account{.uid = geteuid(), .gid = getegid(), .user = {}, .group = {}};
  if (account.uid == 0) {
    const passwd* nobody = getpwnam("nobody");
    if (nobody == nullptr) throw std::runtime_error("there is no user nobody");
    account.uid = nobody->pw_uid;
    account.gid = nobody->pw_gid;
  }
  account.user = user_name(account.uid);
  account.group = group_name(account.gid);
  return account;
}

ServerFolder::ServerFolder(std::string_view server) {
  std::string pattern =
      (place_in_memory() / ("postferry-" + std::string(server) + "-XXXXXX")).string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder like " + pattern);
  }
  path_ = pattern;
  fs::permissions(path_, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                             fs::perms::others_read | fs::perms::others_exec);
  give_to_server();
}

ServerFolder::~ServerFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void ServerFolder::make(const fs::path& below) const { fs::create_directories(path_ / below); }

void ServerFolder::write(const fs::path& below, std::string_view text) const {
  std::ofstream file(path_ / below, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + (path_ / below).string());
}

void ServerFolder::give_to_server() const {
  if (geteuid() != 0) return;
  const ServerAccount account = server_account();
  const auto give = [&](const fs::path& path) {
    if (lchown(path.c_str(), account.uid, account.gid) != 0) {
      throw std::runtime_error("cannot give away " + path.string());
    }
  };
  give(path_);
  for (const auto& entry : fs::recursive_directory_iterator(path_)) give(entry.path());
}

}  // namespace postferry::test
