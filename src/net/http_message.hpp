// HttpRequest and HttpResponse: one exchange of HTTP/1.1 (RFC 9110, RFC 9112) as values.
//
// Requests are made by HttpServer and read by its handler, which makes the response. A response's
// body is one of: text, bytes that live as long as the program, a part of a file, pieces made
// while the client reads, or a stream of events. Values of one io_context thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/task.hpp"

namespace postferry::net {

class EventStream;
class OpenFile;

// Header fields in order; names compare without case (RFC 9110 section 5.1). No field that could
// end a line gets in.
class HttpFields {
 public:
  using Field = std::pair<std::string, std::string>;

  HttpFields() = default;
  HttpFields(std::initializer_list<Field> fields);

  // Failure{internal} when the name is no token or the value holds a control character.
  void add(std::string name, std::string value);
  // In place of all fields of this name.
  void set(std::string name, std::string value);
  // The first one of this name.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  // All of this name as one list: "a, b" (RFC 9110 section 5.3).
  std::string list(std::string_view name) const;
  std::size_t count(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

enum class Transport : std::uint8_t { clear, tls };

struct HttpRequest {
  std::string method = {};                 // as sent: "GET"
  std::string path = {};                   // as sent, percent-encoded, with its leading slash
  std::vector<std::string> segments = {};  // of the path, decoded; "/" has none
  QueryPairs query = {};                   // decoded, in order
  HttpFields headers = {};
  std::string body = {};
  std::string peer = {};  // the client's address; behind a trusted proxy what that says
  Transport transport = Transport::clear;  // the client's, likewise

  // The first of this name in the query.
  std::optional<std::string_view> parameter(std::string_view name) const;
  // The value of a cookie (RFC 6265 section 4.2.1).
  std::optional<std::string_view> cookie(std::string_view name) const;
};

// Bytes that live as long as the program.
struct LastingBytes {
  std::string_view bytes;
};

// `length` bytes of a file from `first` on (file_response.hpp).
struct FileBytes {
  std::shared_ptr<OpenFile> file;
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// The next piece each time it is asked, when the one before is on its way; empty at the end.
using BodyPieces = std::function<Task<std::string>()>;

using HttpBody =
    std::variant<std::string, LastingBytes, FileBytes, BodyPieces, std::shared_ptr<EventStream>>;

struct HttpResponse {
  unsigned status = 200;
  HttpFields headers = {};  // Content-Length, Date and Connection are the server's affair
  HttpBody body = {};
};

// "Not Found" for 404; "Status" for one that RFC 9110 does not name.
std::string_view reason_phrase(unsigned status);

// A problem document (RFC 9457) for what no handler sees: {"type","title","status","detail"}.
// `detail` needs to be a sentence of ours, without quotes.
HttpResponse plain_problem(unsigned status, std::string_view detail);

}  // namespace postferry::net
