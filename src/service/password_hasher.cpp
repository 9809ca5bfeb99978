#include "service/password_hasher.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "service/random.hpp"

namespace postferry::service {
namespace {

Task<std::string> hashed(Secret password, Argon2Parameters parameters) {
  co_return hash_password(password, parameters);
}

Task<PasswordMatch> matched(Secret password, std::string hash, Argon2Parameters parameters) {
  co_return match_password(password, hash, parameters);
}

}  // namespace

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
      thread_(std::make_unique<boost::asio::thread_pool>(1)) {}

PasswordHasher::~PasswordHasher() {
  thread_->stop();
  thread_->join();
}

Task<std::optional<std::string>> PasswordHasher::hash(Secret password) {
  const Place place(*this);
  if (!place.is_free()) co_return std::nullopt;
  co_return co_await boost::asio::co_spawn(thread_->get_executor(),
                                           hashed(std::move(password), parameters_),
                                           boost::asio::use_awaitable);
}

Task<std::optional<PasswordMatch>> PasswordHasher::match(Secret password, std::string hash) {
  const Place place(*this);
  if (!place.is_free()) co_return std::nullopt;
  if (hash.empty()) hash = nobodys_;
  co_return co_await boost::asio::co_spawn(
      thread_->get_executor(), matched(std::move(password), std::move(hash), parameters_),
      boost::asio::use_awaitable);
}

}  // namespace postferry::service
