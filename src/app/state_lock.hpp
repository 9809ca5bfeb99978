// StateLock: a service's hold on its state folder, so that no second one serves from it, and
// commands that must not work beside a service can tell. The lock ends with the process, however
// that ends.
//
// Held by serve, and by the commands that change the vault. The lock's file also tells where the
// service is reached. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace postferry::app {

class StateLock {
 public:
  // Nothing when another process holds it. Needs the folder. Failure state_broken.
  static std::optional<StateLock> take(const std::filesystem::path& state);
  StateLock(StateLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  StateLock& operator=(StateLock&&) = delete;
  ~StateLock();

  void tell(std::string_view url) const;

 private:
  explicit StateLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// Where the service that holds the folder is reached; "" when none does.
std::string url_of_running_service(const std::filesystem::path& state);

}  // namespace postferry::app
