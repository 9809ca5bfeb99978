#include "net/transfers.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/error.hpp"

namespace postferry::net {
namespace {

constexpr int longest_poll_ms = 500;
constexpr std::chrono::milliseconds grace{500};  // in which CURLOPT_TIMEOUT_MS speaks first
constexpr long no_verdict = 1;  // what libcurl's verdict is before OpenSSL has given one

[[noreturn]] void fail_transfer(ErrorCode code, std::string text, const std::string& where,
                                Retry retry) {
  throw Failure(Error{
      .code = code, .text = std::move(text), .where = where, .scope = Scope::host, .retry = retry});
}

CURL* new_easy() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* const easy = ready == CURLE_OK ? curl_easy_init() : nullptr;
  if (easy == nullptr)
    fail_transfer(ErrorCode::internal, "libcurl cannot start.", "", Retry::never);
  return easy;
}

std::optional<AddressBytes> bytes_of(const sockaddr& address) {
  if (address.sa_family == AF_INET6)
    return std::bit_cast<AddressBytes>(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  if (address.sa_family != AF_INET) return std::nullopt;
  AddressBytes bytes{};
  bytes[10] = bytes[11] = 0xff;
  const auto four = std::bit_cast<std::array<std::uint8_t, 4>>(
      reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  std::ranges::copy(four, bytes.begin() + 12);
  return bytes;
}

ErrorCode code_of(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return ErrorCode::bad_usage;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return ErrorCode::cannot_resolve;
    case CURLE_COULDNT_CONNECT:
      return ErrorCode::cannot_connect;
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorCode::timed_out;
    case CURLE_SSL_CONNECT_ERROR:
      return ErrorCode::tls_failed;
    case CURLE_USE_SSL_FAILED:
      return ErrorCode::starttls_missing;
    case CURLE_SSL_CACERT_BADFILE:
      return ErrorCode::file_unreadable;
    case CURLE_LOGIN_DENIED:
      return ErrorCode::wrong_password;
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
      return ErrorCode::bound_exceeded;
    case CURLE_ABORTED_BY_CALLBACK:
      return ErrorCode::interrupted;
    case CURLE_WEIRD_SERVER_REPLY:
      return ErrorCode::protocol_broken;
    default:
      return ErrorCode::connection_lost;
  }
}

}  // namespace

Transfer::Transfer() : easy_(new_easy()) {
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, words_.data());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // A connection or a TLS session that was made under another policy is none for this one.
  curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy_, CURLOPT_XFERINFOFUNCTION, &Transfer::watch);
  curl_easy_setopt(easy_, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 0L);
}

Transfer::~Transfer() { curl_easy_cleanup(easy_); }

void Transfer::limit_time(Deadline deadline) {
  deadline_ = deadline;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, std::max<long>(1, left.count()));
}

// For the answer to QUIT libcurl waits two minutes, whatever CURLOPT_TIMEOUT_MS says, and nothing
// else moves meanwhile; but each second it asks here whether to go on.
int Transfer::watch(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(self);
  return std::chrono::steady_clock::now() - grace < transfer.deadline_ ? 0 : 1;
}

void Transfer::hold(AddressRules rules) { rules_ = std::move(rules); }

curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto bytes = bytes_of(address->addr);
  if (!transfer.rules_.refused.empty() && (!bytes || !transfer.rules_.permits(*bytes))) {
    transfer.refused_address_ = "an address inside a network";
    errno = EACCES;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void Transfer::explain(CURLcode code, const std::string& where) const {
  const std::string words = words_[0] != '\0' ? words_.data() : curl_easy_strerror(code);
  if (!refused_address_.empty() && code == CURLE_COULDNT_CONNECT)
    fail_transfer(
        ErrorCode::cannot_connect,
        "The name leads to " + refused_address_ + ", to which this service connects nobody.", where,
        Retry::never);
  if (!wrong_pin.empty())
    fail_transfer(ErrorCode::fingerprint_mismatch, wrong_pin, where, Retry::never);
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    long verdict = 0;
    curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &verdict);
    // libcurl holds the name against the certificate before it asks for the chain's verdict.
    const bool chain_judged = verdict != 0 && verdict != no_verdict;
    fail_transfer(
        chain_judged ? ErrorCode::certificate_untrusted : ErrorCode::certificate_wrong_name, words,
        where, Retry::never);
  }
  const ErrorCode meaning = code_of(code);
  fail_transfer(meaning, words + ".", where,
                meaning == ErrorCode::bad_usage || meaning == ErrorCode::wrong_password
                    ? Retry::never
                    : Retry::later);
}

// Between the coroutine that waits and the thread that drives.
struct Transfers::Job {
  std::shared_ptr<Transfer> transfer;
  boost::asio::any_io_executor executor;
  std::weak_ptr<boost::asio::steady_timer> wake;
  std::mutex mutex;
  bool awaited = true;  // while it is, the loop to which the end is posted is there
  std::optional<CURLcode> result;
};

Transfers::Transfers() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_ = curl_multi_init();
  if (multi_ == nullptr)
    fail_transfer(ErrorCode::internal, "libcurl cannot start.", "", Retry::never);
  thread_ = std::thread([this] { drive(); });
}

Transfers::~Transfers() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(multi_);
  thread_.join();
  curl_multi_cleanup(multi_);
}

Task<CURLcode> Transfers::run(std::shared_ptr<Transfer> transfer) {
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto ended = std::make_shared<boost::asio::steady_timer>(
      executor, boost::asio::steady_timer::time_point::max());
  const auto job = std::make_shared<Job>();
  job->transfer = std::move(transfer);
  job->executor = executor;
  job->wake = ended;
  // However this coroutine ends: nothing is posted to it any more.
  const std::shared_ptr<void> leaving(nullptr, [job](void*) {
    const std::scoped_lock lock(job->mutex);
    job->awaited = false;
  });
  {
    const std::scoped_lock lock(mutex_);
    arrived_.push_back(job);
  }
  curl_multi_wakeup(multi_);
  co_await ended->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  const std::scoped_lock lock(job->mutex);
  if (!job->result)
    fail_transfer(ErrorCode::interrupted, "Stopped during a transfer.", "", Retry::later);
  co_return *job->result;
}

void Transfers::end(CURL* easy, CURLcode code) {
  const auto found = running_.find(easy);
  const auto job = found->second;
  curl_multi_remove_handle(multi_, easy);
  running_.erase(found);
  const std::scoped_lock lock(job->mutex);
  if (!job->awaited) return;
  job->result = code;
  boost::asio::post(job->executor, [wake = job->wake] {
    if (const auto timer = wake.lock()) timer->cancel();
  });
}

void Transfers::take_over() {
  std::vector<std::shared_ptr<Job>> arrived;
  {
    const std::scoped_lock lock(mutex_);
    arrived.swap(arrived_);
  }
  for (auto& job : arrived) {
    CURL* const easy = job->transfer->easy();
    running_.emplace(easy, job);
    if (curl_multi_add_handle(multi_, easy) != CURLM_OK) end(easy, CURLE_FAILED_INIT);
  }
}

void Transfers::end_finished() {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_, &left))
    if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
  std::vector<CURL*> abandoned;
  for (const auto& [easy, job] : running_) {
    const std::scoped_lock lock(job->mutex);
    if (!job->awaited) abandoned.push_back(easy);
  }
  for (CURL* const easy : abandoned) end(easy, CURLE_ABORTED_BY_CALLBACK);
}

void Transfers::drive() {
  while (true) {
    take_over();
    int running = 0;
    curl_multi_perform(multi_, &running);
    end_finished();
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_ && arrived_.empty()) break;
    }
    curl_multi_poll(multi_, nullptr, 0, longest_poll_ms, nullptr);
  }
  while (!running_.empty()) end(running_.begin()->first, CURLE_ABORTED_BY_CALLBACK);
}

}  // namespace postferry::net
