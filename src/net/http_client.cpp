#include "net/http_client.hpp"

#include <utility>

#include "base/error.hpp"
#include "net/curl_trust.hpp"
#include "net/transfers.hpp"
#include "net/url.hpp"
#include "text/ascii.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t most_header_bytes = 64 * 1024;

class Exchange final : public Transfer {
 public:
  Exchange(ClientRequest request, const ClientOptions& options)
      : request_(std::move(request)), most_bytes_(options.most_bytes) {
    hold_to(*this, options.policy);
    address_to_server();
    choose_way(options);
    curl_easy_setopt(easy(), CURLOPT_WRITEFUNCTION, &Exchange::take_body);
    curl_easy_setopt(easy(), CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy(), CURLOPT_HEADERFUNCTION, &Exchange::take_header);
    curl_easy_setopt(easy(), CURLOPT_HEADERDATA, this);
  }
  ~Exchange() override { curl_slist_free_all(headers_); }

  ClientResponse response;

 private:
  void address_to_server() {
    curl_easy_setopt(easy(), CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(easy(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy(), CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    if (request_.method == "HEAD") curl_easy_setopt(easy(), CURLOPT_NOBODY, 1L);
    if (!request_.body.empty() || request_.method == "POST" || request_.method == "PUT") {
      curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, request_.body.data());
      curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request_.body.size()));
    }
    if (!request_.bearer.empty()) {
      curl_easy_setopt(easy(), CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
      curl_easy_setopt(easy(), CURLOPT_XOAUTH2_BEARER,
                       std::string(request_.bearer.reveal()).c_str());
    }
    // What curl would add by itself and nobody asked for.
    headers_ = curl_slist_append(headers_, "Expect:");
    if (!request_.headers.has("Content-Type"))
      headers_ = curl_slist_append(headers_, "Content-Type:");
    for (const auto& [name, value] : request_.headers)
      headers_ =
          curl_slist_append(headers_, (value.empty() ? name + ";" : name + ": " + value).c_str());
    curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, headers_);
  }

  void choose_way(const ClientOptions& options) {
    // The operator's own proxy may stand inside; it resolves the names, not we.
    if (options.proxy && !options.proxy->empty()) hold({});
    if (options.proxy)
      curl_easy_setopt(easy(), CURLOPT_PROXY, std::string(options.proxy->reveal()).c_str());
    curl_easy_setopt(easy(), CURLOPT_FOLLOWLOCATION, options.redirects > 0 ? 1L : 0L);
    curl_easy_setopt(easy(), CURLOPT_MAXREDIRS, static_cast<long>(options.redirects));
    const bool secure = text::equal_ignoring_case(request_.url.substr(0, 6), "https:");
    curl_easy_setopt(easy(), CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http");
  }

  static std::size_t take_body(char* data, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    auto& body = exchange.response.body;
    if (body.size() + size > exchange.most_bytes_) return 0;  // ends with CURLE_WRITE_ERROR
    body.append(data, size);
    return size;
  }

  static std::size_t take_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    exchange.header_bytes_ += size;
    if (exchange.header_bytes_ > most_header_bytes) return 0;
    const std::string_view line = text::trimmed({data, size});
    if (line.starts_with("HTTP/")) {
      exchange.response.headers = {};  // of the next response after a redirect, or 100
      return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    try {
      exchange.response.headers.add(std::string(line.substr(0, colon)),
                                    std::string(text::trimmed(line.substr(colon + 1))));
    } catch (const Failure&) {
      // A field that is none: the rest of the response may still be good.
    }
    return size;
  }

  ClientRequest request_;
  std::size_t most_bytes_;
  std::size_t header_bytes_ = 0;
  curl_slist* headers_ = nullptr;
};

// A literal address needs no resolution, and a proxy would do it for us.
void check_literal(const std::string& host, const AddressRules& rules) {
  const auto address = parse_address(host);
  if (!address || rules.permits(*address)) return;
  throw Failure(Error{.code = ErrorCode::cannot_connect,
                      .text = "To this address the service connects nobody.",
                      .where = host,
                      .scope = Scope::host});
}

}  // namespace

HttpClient::HttpClient() : transfers_(std::make_unique<Transfers>()) {}
HttpClient::~HttpClient() = default;

Task<ClientResponse> HttpClient::send(ClientRequest request, ClientOptions options,
                                      Deadline deadline) {
  const auto url = parse_url(request.url);
  if (!url || !url->user.empty() || (url->scheme != "http" && url->scheme != "https"))
    throw Failure(Error{.code = ErrorCode::bad_usage,
                        .text = "This is no http or https URL.",
                        .where = url ? url->host : ""});
  check_literal(url->host, options.policy.addresses);
  const auto exchange = std::make_shared<Exchange>(std::move(request), options);
  exchange->limit_time(deadline);
  const CURLcode code = co_await transfers_->run(exchange);
  if (code != CURLE_OK) exchange->explain(code, url->host);
  long status = 0;
  curl_easy_getinfo(exchange->easy(), CURLINFO_RESPONSE_CODE, &status);
  exchange->response.status = static_cast<unsigned>(status);
  co_return std::move(exchange->response);
}

}  // namespace postferry::net
