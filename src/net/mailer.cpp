#include "net/mailer.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "net/curl_trust.hpp"
#include "net/transfers.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t most_words = 500;

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

class Delivery final : public Transfer {
 public:
  Delivery(const MailMessage& message, const SmtpServer& server)
      : message_(to_rfc5322(message, now())) {
    hold_to(*this, server.policy);
    lead_to(server.endpoint);
    if (!server.user.empty()) {
      curl_easy_setopt(easy(), CURLOPT_USERNAME, server.user.c_str());
      curl_easy_setopt(easy(), CURLOPT_PASSWORD, std::string(server.password.reveal()).c_str());
    }
    curl_easy_setopt(easy(), CURLOPT_MAIL_FROM, ("<" + message.from.text() + ">").c_str());
    for (const auto& address : message.to)
      recipients_ = curl_slist_append(recipients_, ("<" + address.text() + ">").c_str());
    curl_easy_setopt(easy(), CURLOPT_MAIL_RCPT, recipients_);
    curl_easy_setopt(easy(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message_.size()));
    curl_easy_setopt(easy(), CURLOPT_READFUNCTION, &Delivery::give);
    curl_easy_setopt(easy(), CURLOPT_READDATA, this);
    curl_easy_setopt(easy(), CURLOPT_HEADERFUNCTION, &Delivery::hear);
    curl_easy_setopt(easy(), CURLOPT_HEADERDATA, this);
  }
  ~Delivery() override {
    curl_slist_free_all(recipients_);
    curl_slist_free_all(connect_to_);
  }

  // What the server refused last.
  std::string words;

 private:
  void lead_to(const Endpoint& endpoint) {
    const std::string port = std::to_string(endpoint.port);
    const std::string host = bracketed(endpoint.host) + ":" + port;
    curl_easy_setopt(easy(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(
        easy(), CURLOPT_URL,
        ((endpoint.security == Security::tls ? "smtps://" : "smtp://") + host).c_str());
    // ALL: the transfer fails where STARTTLS is not offered.
    curl_easy_setopt(
        easy(), CURLOPT_USE_SSL,
        static_cast<long>(endpoint.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(easy(), CURLOPT_PROXY, "");
    if (endpoint.connect_to.empty()) return;
    const auto real_port =
        endpoint.connect_port == 0 ? port : std::to_string(endpoint.connect_port);
    connect_to_ = curl_slist_append(
        nullptr, (host + ":" + bracketed(endpoint.connect_to) + ":" + real_port).c_str());
    curl_easy_setopt(easy(), CURLOPT_CONNECT_TO, connect_to_);
  }

  static std::size_t give(char* to, std::size_t, std::size_t size, void* self) {
    auto& delivery = *static_cast<Delivery*>(self);
    const auto count = std::min(size, delivery.message_.size() - delivery.given_);
    std::memcpy(to, delivery.message_.data() + delivery.given_, count);
    delivery.given_ += count;
    return count;
  }

  // What the server says to the QUIT behind a refusal does not hide that.
  static std::size_t hear(char* data, std::size_t, std::size_t size, void* self) {
    const std::string_view reply(data, std::min(size, most_words));
    if (reply.starts_with('4') || reply.starts_with('5'))
      static_cast<Delivery*>(self)->words = reply;
    return size;
  }

  std::string message_;
  std::size_t given_ = 0;
  curl_slist* recipients_ = nullptr;
  curl_slist* connect_to_ = nullptr;
};

std::string printable(std::string text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n')) text.pop_back();
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

[[noreturn]] void explain(const Delivery& delivery, CURLcode code, const std::string& host) {
  long reply = 0;
  curl_easy_getinfo(delivery.easy(), CURLINFO_RESPONSE_CODE, &reply);
  const bool refused = reply >= 400 && reply < 600 && code != CURLE_LOGIN_DENIED &&
                       code != CURLE_USE_SSL_FAILED && code != CURLE_OPERATION_TIMEDOUT;
  if (refused)
    throw Failure(Error{.code = ErrorCode::server_refused,
                        .text = printable(delivery.words),
                        .where = host,
                        .scope = Scope::item,
                        .retry = reply < 500 ? Retry::later : Retry::never});
  delivery.explain(code, host);
}

}  // namespace

Mailer::Mailer() : transfers_(std::make_unique<Transfers>()) {}
Mailer::~Mailer() = default;

Task<> Mailer::send(MailMessage message, SmtpServer server, Deadline deadline) {
  if (message.to.empty())
    throw Failure(Error{.code = ErrorCode::bad_usage, .text = "A message to nobody.", .where = {}});
  const auto delivery = std::make_shared<Delivery>(message, server);
  delivery->limit_time(deadline);
  const CURLcode code = co_await transfers_->run(delivery);
  if (code != CURLE_OK) explain(*delivery, code, server.endpoint.host);
}

}  // namespace postferry::net
