// Response: everything a server can say, as a value (RFC 3501 section 7, RFC 9051 section 7).
//
// parse_response turns one Line of the Framer into it; print turns it back into a line that parses
// to the same value. Tolerant where servers are sloppy; what it does not know is Unknown, never an
// error. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "imap/wire/fetch_response.hpp"
#include "imap/wire/flags.hpp"
#include "imap/wire/mailbox_responses.hpp"
#include "imap/wire/response_code.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

enum class StatusKind : std::uint8_t { ok, no, bad, bye, preauth };

// Untagged; the first one of a connection is its greeting.
struct StatusResponse {
  StatusKind kind = StatusKind::ok;
  ResponseCode code;
  std::string text;  // for people; may be empty
  bool operator==(const StatusResponse&) const = default;
};

struct Tagged {
  std::string tag;
  StatusResponse status;
  bool operator==(const Tagged&) const = default;
};

// "+ text": go on; text is base64 during AUTHENTICATE.
struct Continuation {
  std::string text;
  bool operator==(const Continuation&) const = default;
};

struct CapabilityResponse {
  Words capabilities;  // as sent: "IMAP4rev1", "AUTH=PLAIN", "APPENDLIMIT=35651584"
  bool operator==(const CapabilityResponse&) const = default;
};

struct EnabledResponse {
  Words capabilities;
  bool operator==(const EnabledResponse&) const = default;
};

struct FlagsResponse {
  Flags flags;
  bool operator==(const FlagsResponse&) const = default;
};

struct Exists {
  std::uint32_t count = 0;
  bool operator==(const Exists&) const = default;
};

struct Recent {
  std::uint32_t count = 0;
  bool operator==(const Recent&) const = default;
};

struct Expunge {
  std::uint32_t sequence = 0;
  bool operator==(const Expunge&) const = default;
};

enum class Vanished : std::uint8_t { now, earlier };

struct VanishedResponse {
  Vanished when = Vanished::now;
  UidSet uids;
  bool operator==(const VanishedResponse&) const = default;
};

// Message numbers or UIDs, as the command asked.
struct SearchResponse {
  UidSet numbers;
  std::optional<ModSeq> modseq;
  bool operator==(const SearchResponse&) const = default;
};

struct EsearchResponse {
  std::string tag;  // of the command, where the server names it
  bool uid = false;
  std::optional<UidSet> all;
  std::optional<std::uint32_t> count;
  std::optional<std::uint32_t> min;
  std::optional<std::uint32_t> max;
  std::optional<ModSeq> modseq;
  bool operator==(const EsearchResponse&) const = default;
};

struct IdResponse {
  std::vector<std::pair<std::string, std::string>> fields;  // NIL values are left out
  bool operator==(const IdResponse&) const = default;
};

// A response of no interest to us, or that is not IMAP's: `text` is the line without "* ".
struct Unknown {
  std::string text;
  bool operator==(const Unknown&) const = default;
};

using Response =
    std::variant<StatusResponse, Tagged, Continuation, FetchResponse, Exists, Recent, Expunge,
                 VanishedResponse, SearchResponse, EsearchResponse, FlagsResponse,
                 CapabilityResponse, EnabledResponse, ListResponse, StatusData, NamespaceResponse,
                 IdResponse, QuotaResponse, QuotaRootResponse, Unknown>;

// response = *(continue-req / response-data) response-done, one of them, without its line end.
// Errors: protocol_broken, bound_exceeded (nesting deeper than 100).
Result<Response> parse_response(std::string_view line);

// The canonical line, without line end; strings that need it become inlined literals.
std::string print(const Response& response);

}  // namespace postferry::imap
