#include <optional>
#include <utility>

#include "imap/wire/response_readers.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using enum CodeName;

// "]" outside quotes, else the first one at all.
std::size_t code_end(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ']' && !quoted) return i;
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\\' && quoted) ++i;
  }
  return text.find(']');
}

// "APPENDUID" SP nz-number SP append-uid
AppendUid read_append_uid(TokenReader& reader) {
  AppendUid value;
  value.validity = reader.number32();
  reader.skip_blanks();
  auto uids = parse_uid_set(reader.word());
  if (!uids || uids->empty()) reader.fail("a set of UIDs is missing");
  if (reader.ok()) value.uids = *std::move(uids);
  return value;
}

std::vector<UidRange> read_ranges(TokenReader& reader) {
  reader.skip_blanks();
  auto ranges = parse_uid_ranges(reader.word());
  if (!ranges) reader.fail("a set of UIDs is missing");
  return ranges.value_or(std::vector<UidRange>{});
}

// "COPYUID" SP nz-number SP uid-set SP uid-set; both sets may be empty (some servers after MOVE)
CopyUid read_copy_uid(TokenReader& reader) {
  CopyUid value;
  value.validity = reader.number32();
  value.source = read_ranges(reader);
  value.target = read_ranges(reader);
  return value;
}

// "BADCHARSET" [SP "(" charset *(SP charset) ")"]
Words read_charsets(TokenReader& reader) {
  Words charsets;
  reader.expect('(');
  while (reader.more()) charsets.push_back(reader.astring());
  return charsets;
}

void read_arguments(TokenReader& reader, ResponseCode& code) {
  switch (code.name) {
    case append_uid:
      code.value = read_append_uid(reader);
      break;
    case copy_uid:
      code.value = read_copy_uid(reader);
      break;
    case capability:
      code.value = read_words(reader);
      break;
    case permanent_flags:
      code.value = read_flags(reader);
      break;
    case modified:
      code.value = read_uid_set(reader);
      break;
    case mailbox_id:
      code.value = read_mailbox_id(reader);
      break;
    case bad_charset:
      if (!reader.at_end()) code.value = read_charsets(reader);
      break;
    case too_big:
      if (!reader.at_end()) code.value = reader.number();
      break;
    case highest_modseq:
    case uid_next:
    case uid_validity:
    case unseen:
      code.value = reader.number();
      break;
    default:
      break;
  }
  reader.skip_blanks();
  if (!reader.at_end()) reader.fail("too many arguments");
}

}  // namespace

ResponseCode parse_code(std::string_view inner) {
  inner = text::trimmed(inner);
  TokenReader reader(inner);
  const std::string_view atom = reader.word();
  reader.skip_blanks();
  const std::string_view arguments = reader.rest();
  ResponseCode code;
  code.name = code_name_of(atom);
  if (inner.find_first_of("\r\n") != std::string_view::npos) code.name = unknown;
  if (code.name != unknown) read_arguments(reader, code);
  if (code.name == unknown || !reader.ok()) {
    code = {.name = unknown, .value = std::string(arguments), .atom = std::string(atom)};
  }
  return code;
}

StatusResponse parse_status_text(StatusKind kind, std::string_view text) {
  StatusResponse status{.kind = kind, .code = {}, .text = {}};
  text = text::trimmed(text);
  if (text.starts_with('[')) {
    const std::string_view inside = text.substr(1);
    const std::size_t end = code_end(inside);
    if (end != std::string_view::npos) {
      status.code = parse_code(inside.substr(0, end));
      text = text::trimmed(inside.substr(end + 1));
    }
  }
  status.text = text;
  return status;
}

std::optional<StatusKind> status_kind_of(std::string_view word) noexcept {
  using enum StatusKind;
  for (const auto& [name, kind] :
       {std::pair{"OK", ok}, {"NO", no}, {"BAD", bad}, {"BYE", bye}, {"PREAUTH", preauth}}) {
    if (text::equal_ignoring_case(word, name)) return kind;
  }
  return std::nullopt;
}

}  // namespace postferry::imap
