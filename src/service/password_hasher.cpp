#include "service/password_hasher.hpp"

#include <utility>

#include "service/random.hpp"
#include "service/side_thread.hpp"

namespace postferry::service {

// A place in the queue, given back however the wait ends.
class PasswordHasher::Place {
 public:
  explicit Place(PasswordHasher& hasher)
      : waiting_(hasher.waiting_), free_(++waiting_ <= hasher.longest_queue_) {}
  ~Place() { --waiting_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  bool is_free() const { return free_; }

 private:
  std::atomic<std::size_t>& waiting_;
  bool free_;
};

PasswordHasher::PasswordHasher(Argon2Parameters parameters, std::size_t longest_queue)
    : parameters_(parameters),
      longest_queue_(longest_queue),
      nobodys_(hash_password(Secret(random_bytes(32)), parameters)),
      thread_(std::make_unique<SideThread>()) {}

PasswordHasher::~PasswordHasher() = default;

Task<std::optional<std::string>> PasswordHasher::hash(Secret password) {
  const Place place(*this);
  if (!place.is_free()) co_return std::nullopt;
  co_return co_await thread_->run([password = std::move(password), parameters = parameters_] {
    return hash_password(password, parameters);
  });
}

Task<std::optional<PasswordMatch>> PasswordHasher::match(Secret password, std::string hash) {
  const Place place(*this);
  if (!place.is_free()) co_return std::nullopt;
  if (hash.empty()) hash = nobodys_;
  co_return co_await thread_->run(
      [password = std::move(password), hash = std::move(hash), parameters = parameters_] {
        return match_password(password, hash, parameters);
      });
}

}  // namespace postferry::service
