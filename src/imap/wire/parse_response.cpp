#include <algorithm>
#include <array>
#include <utility>

#include "imap/wire/response.hpp"
#include "imap/wire/response_readers.hpp"
#include "imap/wire/tokens.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using text::equal_ignoring_case;
using text::trimmed;

using Read = Response (*)(TokenReader&);

// What a malformed answer costs: the session, or only the answer, where we can do without.
enum class Need : std::uint8_t { must_parse, may_be_unknown };

struct Named {
  std::string_view name;
  Need need;
  Read read;
};

constexpr std::array untagged{
    Named{"CAPABILITY", Need::must_parse,
          [](TokenReader& reader) -> Response { return CapabilityResponse{read_words(reader)}; }},
    Named{"ENABLED", Need::must_parse,
          [](TokenReader& reader) -> Response { return EnabledResponse{read_words(reader)}; }},
    Named{"FLAGS", Need::must_parse,
          [](TokenReader& reader) -> Response {
            reader.skip_blanks();
            return FlagsResponse{read_flags(reader)};
          }},
    Named{"LIST", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_list(reader, ListKind::list); }},
    Named{"LSUB", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_list(reader, ListKind::lsub); }},
    Named{"XLIST", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_list(reader, ListKind::xlist); }},
    Named{"SEARCH", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_search(reader); }},
    Named{"ESEARCH", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_esearch(reader); }},
    Named{"VANISHED", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_vanished(reader); }},
    Named{"STATUS", Need::must_parse,
          [](TokenReader& reader) -> Response { return read_status_data(reader); }},
    Named{"NAMESPACE", Need::may_be_unknown,
          [](TokenReader& reader) -> Response { return read_namespace(reader); }},
    Named{"ID", Need::may_be_unknown,
          [](TokenReader& reader) -> Response { return read_id(reader); }},
    Named{"QUOTA", Need::may_be_unknown,
          [](TokenReader& reader) -> Response { return read_quota(reader); }},
    Named{"QUOTAROOT", Need::may_be_unknown,
          [](TokenReader& reader) -> Response { return read_quota_root(reader); }},
};

Result<Response> finished(const TokenReader& reader, Response&& response) {
  if (!reader.ok()) return std::unexpected(reader.error());
  return std::move(response);
}

// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att)), "EXISTS", "RECENT"
Result<Response> parse_numbered(TokenReader reader, std::string_view text) {
  const std::uint32_t number = reader.number32();
  reader.skip_blanks();
  const std::string_view word = reader.word();
  if (!reader.ok()) return std::unexpected(reader.error());
  if (equal_ignoring_case(word, "FETCH")) {
    Response fetch = read_fetch(reader, number, FetchExtent::whole);
    return finished(reader, std::move(fetch));
  }
  if (equal_ignoring_case(word, "EXISTS")) return Exists{number};
  if (equal_ignoring_case(word, "RECENT")) return Recent{number};
  if (equal_ignoring_case(word, "EXPUNGE")) return Expunge{number};
  return Unknown{std::string(text)};
}

Result<Response> parse_untagged(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  TokenReader reader(text);
  if (reader.peek() >= '0' && reader.peek() <= '9') return parse_numbered(reader, text);
  const std::string_view word = reader.word();
  if (const auto kind = status_kind_of(word)) return parse_status_text(*kind, reader.rest());
  for (const Named& named : untagged) {
    if (!equal_ignoring_case(word, named.name)) continue;
    Response response = named.read(reader);
    if (!reader.ok() && named.need == Need::may_be_unknown &&
        reader.error().code != ErrorCode::bound_exceeded) {
      break;
    }
    return finished(reader, std::move(response));
  }
  return Unknown{std::string(text)};
}

// response-tagged = tag SP resp-cond-state
Result<Response> parse_tagged(std::string_view line) {
  TokenReader reader(line);
  const std::string_view tag = reader.word();
  reader.skip_blanks();
  const auto kind = status_kind_of(reader.word());
  if (!kind || tag.empty() || *kind == StatusKind::preauth || *kind == StatusKind::bye) {
    reader.fail("not an IMAP response");
    return std::unexpected(reader.error());
  }
  return Tagged{.tag = std::string(tag), .status = parse_status_text(*kind, reader.rest())};
}

}  // namespace

Result<Response> parse_response(std::string_view line) {
  if (line.starts_with('*')) return parse_untagged(line.substr(1));
  if (line.starts_with('+')) return Continuation{std::string(trimmed(line.substr(1)))};
  // Exchange was seen to send "[COPYUID 55 31 6]" without "* OK ".
  if (line.starts_with('[')) return parse_status_text(StatusKind::ok, line);
  // Servers that miscount a literal leave empty lines behind.
  if (trimmed(line).empty()) return Unknown{};
  return parse_tagged(line);
}

}  // namespace postferry::imap
