// Transfers: the thread that drives libcurl's transfers. Private to this room; HttpClient and
// Mailer each hold one.
//
// run() may be awaited on any io_context; what a transfer's callbacks touch belongs to the thread
// here until run() has returned. A transfer ends by its own time limit, which its maker sets with
// limit_time(); one whose coroutine was cancelled is dropped. The destructor ends all that run.
#pragma once

#include <array>
#include <curl/curl.h>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/sha256.hpp"
#include "base/task.hpp"
#include "net/address_rules.hpp"

namespace postferry::net {

// One transfer of libcurl with what must live as long as it.
class Transfer {
 public:
  Transfer();
  virtual ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() const noexcept { return easy_; }
  void limit_time(Deadline deadline);
  // Refuses addresses at each connection, after resolution.
  void hold(AddressRules rules);
  // Failure with what libcurl says about `code`. `where` is the host.
  [[noreturn]] void explain(CURLcode code, const std::string& where) const;

  // For the check of a pinned certificate (curl_trust.cpp): what is expected, and the sentence
  // about what was seen instead.
  std::optional<Sha256Digest> pin;
  std::string wrong_pin;

 private:
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int watch(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  CURL* easy_;
  Deadline deadline_ = Deadline::max();
  std::array<char, CURL_ERROR_SIZE> words_{};
  AddressRules rules_;
  std::string refused_address_;
};

class Transfers {
 public:
  Transfers();
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  // Drives the transfer to its end and gives libcurl's result. Failure{interrupted} when this
  // coroutine is cancelled meanwhile.
  Task<CURLcode> run(std::shared_ptr<Transfer> transfer);

 private:
  struct Job;

  void drive();
  void take_over();
  void end_finished();
  void end(CURL* easy, CURLcode code);

  CURLM* multi_;
  std::mutex mutex_;  // guards the next two
  std::vector<std::shared_ptr<Job>> arrived_;
  bool stopping_ = false;
  std::map<CURL*, std::shared_ptr<Job>> running_;  // the thread's own
  std::thread thread_;
};

}  // namespace postferry::net
