#include "net/http_request_reader.hpp"

#include <algorithm>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "net/request_target.hpp"
#include "text/ascii.hpp"

namespace postferry::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t most_fields = 100;
// One line of a chunked body, its extensions and the trailer.
constexpr std::size_t most_chunk_header_bytes = 4096;

constexpr std::string_view end_of_head = "\r\n\r\n";

// From `first` on; two servers might disagree on where such a line ends.
bool has_bare_line_end(std::string_view head, std::size_t first) {
  for (auto at = head.find('\n', first); at != std::string_view::npos; at = head.find('\n', at + 1))
    if (at == 0 || head[at - 1] != '\r') return true;
  return false;
}

std::string_view plain(string_view text) { return {text.data(), text.size()}; }

Refusal refusal_for(const error_code& problem) {
  if (problem == http::error::header_limit)
    return {.status = 431, .detail = "The header fields are too long."};
  if (problem == http::error::body_limit)
    return {.status = 413, .detail = "The body is longer than this address takes."};
  if (problem == http::error::bad_version)
    return {.status = 505, .detail = "This server speaks HTTP/1.1 and HTTP/1.0."};
  return {.status = 400, .detail = "The request is not well-formed HTTP."};
}

}  // namespace

class RequestReader::Collector : public http::basic_parser<true> {
 public:
  explicit Collector(std::size_t head_bytes) : head_bytes_(head_bytes) {
    header_limit(static_cast<std::uint32_t>(head_bytes + 1));
    body_limit(boost::none);
  }

  std::size_t feed(std::string_view bytes);
  void allow(std::size_t bytes);

  HttpRequest request;
  std::optional<Refusal> refusal;
  bool started = false;
  bool head_complete = false;
  bool body_allowed = false;
  HttpVersion version = HttpVersion::one_one;

 private:
  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  std::size_t take(std::string_view bytes);
  void refuse(unsigned status, std::string_view detail);
  void check_head();

  void on_request_impl(http::verb, string_view method, string_view target, int http_version,
                       error_code&) override {
    version = http_version == 10 ? HttpVersion::one_zero : HttpVersion::one_one;
    request.method = plain(method);
    auto parsed = parse_request_target(plain(target));
    if (!parsed) return refuse(400, "The path or the query cannot be read.");
    request.path = std::move(parsed->path);
    request.segments = std::move(parsed->segments);
    request.query = std::move(parsed->query);
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(http::field, string_view name, string_view value, error_code& ec) override {
    if (head_complete) return;  // a trailer: none has a meaning here
    if (request.headers.size() == most_fields) {
      ec = http::error::header_limit;
      return;
    }
    const auto unfit = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t'); };
    if (std::ranges::any_of(plain(value), unfit)) {
      ec = http::error::bad_value;
      return;
    }
    request.headers.add(std::string(plain(name)), std::string(plain(value)));
  }
  void on_header_impl(error_code&) override { head_complete = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override {
    request.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override {
    request.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  std::size_t head_bytes_;
  std::string pending_;  // of the head or of a chunk's header: not yet a whole element
};

void RequestReader::Collector::refuse(unsigned status, std::string_view detail) {
  if (!refusal) refusal = Refusal{.status = status, .detail = detail};
}

// Gives how many bytes were used; 0 when more are needed, and after a refusal.
std::size_t RequestReader::Collector::take(std::string_view bytes) {
  error_code problem;
  const std::size_t used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), problem);
  if (problem && problem != http::error::need_more) {
    const auto why = refusal_for(problem);
    refuse(why.status, why.detail);
  }
  return used;
}

std::size_t RequestReader::Collector::feed(std::string_view bytes) {
  std::size_t fed = 0;
  while (fed < bytes.size() && !refusal && !is_done() && (!head_complete || body_allowed)) {
    const auto rest = bytes.substr(fed);
    if (!started && (rest.front() == '\r' || rest.front() == '\n')) {
      ++fed;  // RFC 9112 section 2.2: an empty line before the request line is passed over
      continue;
    }
    started = true;
    fed += head_complete ? feed_body(rest) : feed_head(rest);
  }
  return fed;
}

// Beast gets the head in one piece: fed in several it overlooks some faults until the end, and its
// own bound starts anew with each line it takes.
std::size_t RequestReader::Collector::feed_head(std::string_view bytes) {
  const std::size_t held = pending_.size();
  pending_.append(bytes.substr(0, head_bytes_ - held));
  const auto end =
      pending_.find(end_of_head, held < end_of_head.size() ? 0 : held + 1 - end_of_head.size());
  const std::size_t size = end == std::string::npos ? pending_.size() : end + end_of_head.size();
  if (has_bare_line_end(std::string_view(pending_).substr(0, size), held)) {
    refuse(400, "A line must end with CR and LF.");
  } else if (end == std::string::npos) {
    if (size == head_bytes_) refuse(431, "The header fields are too long.");
  } else {
    std::size_t used = 0;
    while (!refusal && !head_complete) {
      const std::size_t step = take(std::string_view(pending_).substr(used, size - used));
      if (step == 0) refuse(400, "The request is not well-formed HTTP.");
      used += step;
    }
    if (!refusal) check_head();
    pending_.clear();
  }
  return size - held;
}

// Elements of the body. What belongs to the next request is not taken.
std::size_t RequestReader::Collector::feed_body(std::string_view bytes) {
  const auto added = bytes.substr(0, most_chunk_header_bytes - pending_.size());
  pending_.append(added);
  // Beast asserts that of the last chunk, "0" CRLF CRLF, all five bytes are there; a chunked body
  // never ends earlier.
  const std::size_t least = chunked() ? 5 : 1;
  std::size_t used = 0;
  while (pending_.size() - used >= least && !refusal && !is_done()) {
    const std::size_t step = take(std::string_view(pending_).substr(used));
    if (step == 0) break;
    used += step;
  }
  if (refusal || is_done()) {
    const std::size_t unused = std::min(added.size(), pending_.size() - used);
    pending_.clear();
    return added.size() - unused;
  }
  pending_.erase(0, used);
  if (pending_.size() == most_chunk_header_bytes) refuse(400, "The header of a chunk is too long.");
  return added.size();
}

void RequestReader::Collector::check_head() {
  const auto& headers = request.headers;
  if (headers.count("Host") > 1 || (version == HttpVersion::one_one && !headers.has("Host")))
    return refuse(400, "The request must name one host.");
  if (headers.has("Transfer-Encoding") && version == HttpVersion::one_zero)
    return refuse(400, "HTTP/1.0 has no transfer codings.");
  if (headers.has("Transfer-Encoding") &&
      (!chunked() || headers.list("Transfer-Encoding").find(',') != std::string::npos))
    return refuse(501, "Of the transfer codings only chunked is known.");
  const auto expectation = headers.find("Expect");
  if (expectation && !text::equal_ignoring_case(*expectation, "100-continue"))
    return refuse(417, "Only 100-continue can be expected.");
  if (request.method == "CONNECT") return refuse(501, "This server is no proxy.");
}

void RequestReader::Collector::allow(std::size_t bytes) {
  body_allowed = true;
  if (is_done()) return;
  body_limit(bytes);
  const auto length = content_length();
  if (length && *length > bytes) refuse(413, "The body is longer than this address takes.");
}

RequestReader::RequestReader(std::size_t head_bytes)
    : collector_(std::make_unique<Collector>(head_bytes)) {}
RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes) { return collector_->feed(bytes); }
bool RequestReader::started() const noexcept { return collector_->started; }
bool RequestReader::head_done() const noexcept { return collector_->head_complete; }
bool RequestReader::done() const noexcept { return collector_->is_done() && !collector_->refusal; }
const std::optional<Refusal>& RequestReader::refusal() const noexcept {
  return collector_->refusal;
}
void RequestReader::allow_body(std::size_t bytes) { collector_->allow(bytes); }
bool RequestReader::expects_continue() const noexcept {
  return head_done() && !collector_->is_done() && collector_->version == HttpVersion::one_one &&
         collector_->request.headers.has("Expect");
}
HttpVersion RequestReader::version() const noexcept { return collector_->version; }
AfterResponse RequestReader::after_response() const noexcept {
  return done() && collector_->keep_alive() ? AfterResponse::keep_open : AfterResponse::close;
}
HttpRequest& RequestReader::request() noexcept { return collector_->request; }

}  // namespace postferry::net
