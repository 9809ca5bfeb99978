#include "tests/support/servers/throwaway_courier.hpp"

namespace postferry::test {
namespace fs = std::filesystem;

ThrowawayCourier::ThrowawayCourier(CourierOptions options)
    : ThrowawayServer("courier"), options_(std::move(options)) {
  start();
}

fs::path ThrowawayCourier::home_of(std::string_view user) const { return folder() / "mail" / user; }

void ThrowawayCourier::wipe_user(std::string_view user) { fs::remove_all(home_of(user)); }

void ThrowawayCourier::configure() { files().make("mail"); }

Command ThrowawayCourier::command() const {
  const fs::path tree = server_tree("courier");
  const fs::path script = fs::path(__FILE__).parent_path() / "courier_login.py";
  std::vector<std::string> words{"/usr/bin/python3",
                                 script,
                                 "--tree",
                                 tree,
                                 "--mail",
                                 folder() / "mail",
                                 "--port",
                                 std::to_string(port()),
                                 "--tls-port",
                                 std::to_string(tls_port()),
                                 "--certificate",
                                 certificate_file(),
                                 "--key",
                                 key_file(),
                                 "--password",
                                 password()};
  if (options_.quota_bytes) {
    words.insert(words.end(), {"--quota", std::to_string(*options_.quota_bytes) + "S"});
  }
  if (!options_.capability.empty()) {
    words.insert(words.end(), {"--capability", options_.capability});
  }
  return {.words = std::move(words), .environment = {{"LD_LIBRARY_PATH", library_path(tree)}}};
}

}  // namespace postferry::test
