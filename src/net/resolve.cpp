#include "net/resolve.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/socket_stream.hpp"

namespace postferry::net {
namespace {

using boost::asio::steady_timer;

// Between the coroutine that waits and the thread that asks.
struct Question {
  std::mutex mutex;
  bool awaited = true;  // while it is, the loop to which the answer is posted is there
  std::optional<Answer> answer;
};

class Waiting {
 public:
  explicit Waiting(std::shared_ptr<Question> question) : question_(std::move(question)) {}
  ~Waiting() {
    const std::scoped_lock lock(question_->mutex);
    question_->awaited = false;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  std::optional<Answer> answer() {
    const std::scoped_lock lock(question_->mutex);
    return std::move(question_->answer);
  }

 private:
  std::shared_ptr<Question> question_;
};

}  // namespace

Answer ask_system(const std::string& host, std::uint16_t port) {
  boost::asio::io_context own;
  tcp::resolver resolver(own);
  Answer answer;
  const auto results =
      resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, answer.problem);
  for (const auto& entry : results) answer.addresses.push_back(entry.endpoint());
  return answer;
}

Task<Addresses> resolve(std::string host, std::uint16_t port, Deadline deadline, AskResolver ask) {
  boost::system::error_code not_numeric;
  const auto address = boost::asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return Addresses{tcp::endpoint(address, port)};

  const auto executor = co_await boost::asio::this_coro::executor;
  const auto answered = std::make_shared<steady_timer>(executor, deadline);
  const auto question = std::make_shared<Question>();
  Waiting waiting(question);
  std::thread([question, executor, host, port, ask = std::move(ask),
               wake = std::weak_ptr(answered)] {
    Answer answer = ask(host, port);
    const std::scoped_lock lock(question->mutex);
    if (!question->awaited) return;
    question->answer = std::move(answer);
    boost::asio::post(executor, [wake] {
      if (const auto timer = wake.lock()) timer->cancel();
    });
  }).detach();
  co_await answered->async_wait(as_result);
  auto answer = waiting.answer();
  if (!answer && std::chrono::steady_clock::now() < deadline)
    fail(ErrorCode::interrupted, "Stopped while resolving " + host + ".");
  if (!answer) fail(ErrorCode::timed_out, "The name " + host + " was not resolved in time.");
  if (answer->problem)
    fail(ErrorCode::cannot_resolve, host + ": " + answer->problem.message(), Retry::later);
  if (answer->addresses.empty())
    fail(ErrorCode::cannot_resolve, host + " has no address.", Retry::later);
  co_return std::move(answer->addresses);
}

}  // namespace postferry::net
