#include "service/password_hasher.hpp"

#include <exception>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "service/random.hpp"

namespace postferry::service {
namespace {

// Runs `work` on the thread and gives its value where the caller runs. The caller's io_context is
// kept running until then; the guard travels with the handler and dies there, because the context
// may be gone as soon as the handler has run.
template <class Work>
Task<std::invoke_result_t<Work&>> on(boost::asio::thread_pool& thread, Work work) {
  using Value = std::invoke_result_t<Work&>;
  using Token = boost::asio::use_awaitable_t<>;
  return boost::asio::async_initiate<const Token&, void(std::exception_ptr, Value)>(
      [&thread](auto handler, Work todo) {
        const auto executor = boost::asio::get_associated_executor(handler);
        auto run = [handler = std::move(handler), todo = std::move(todo),
                    guard = boost::asio::make_work_guard(executor)]() mutable {
          std::exception_ptr failure;
          Value value{};
          try {
            value = todo();
          } catch (...) {
            failure = std::current_exception();
          }
          const auto where = guard.get_executor();
          boost::asio::post(where, [handler = std::move(handler), guard = std::move(guard), failure,
                                    value = std::move(value)]() mutable {
            std::move(handler)(std::move(failure), std::move(value));
          });
        };
        boost::asio::post(thread, std::move(run));
      },
      boost::asio::use_awaitable, std::move(work));
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
  co_return co_await on(*thread_, [password = std::move(password), parameters = parameters_] {
    return hash_password(password, parameters);
  });
}

Task<std::optional<PasswordMatch>> PasswordHasher::match(Secret password, std::string hash) {
  const Place place(*this);
  if (!place.is_free()) co_return std::nullopt;
  if (hash.empty()) hash = nobodys_;
  co_return co_await on(
      *thread_, [password = std::move(password), hash = std::move(hash), parameters = parameters_] {
        return match_password(password, hash, parameters);
      });
}

}  // namespace postferry::service
