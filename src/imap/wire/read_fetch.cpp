#include <algorithm>

#include "imap/wire/response_readers.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using text::equal_ignoring_case;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Upper case, without the quotes that some servers put around header names.
void append_upper(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c != '"') out.push_back(upper(c));
  }
}

// fetch-att with its section and "<" number ">", in upper case
std::string read_item_name(TokenReader& reader) {
  std::string name;
  append_upper(name, reader.up_to(" ()\"[{\r\n"));
  if (reader.take('[')) {
    name.push_back('[');
    append_upper(name, reader.until(']'));
    name.push_back(']');
    if (reader.take('<')) {
      name.push_back('<');
      append_upper(name, reader.until('>'));
      name.push_back('>');
    }
  }
  if (name.empty()) reader.fail("a fetch item is missing");
  return name;
}

bool is_section(std::string_view name) {
  return name.starts_with("BODY[") || name.starts_with("BINARY[") || name == "RFC822" ||
         name == "RFC822.HEADER" || name == "RFC822.TEXT";
}

// "(" objectid ")" / nil
std::string read_object_id(TokenReader& reader) {
  reader.skip_blanks();
  if (!reader.take('(')) {
    reader.skip_value();
    return {};
  }
  reader.skip_blanks();
  std::string id = reader.astring();
  reader.skip_blanks();
  reader.expect(')');
  return id;
}

// Gmail's numbers of 64 bits, kept as text
std::string read_gmail_id(TokenReader& reader) {
  reader.skip_blanks();
  return std::string(reader.word());
}

std::optional<InternalDate> read_date(TokenReader& reader) {
  const auto text = reader.nstring();
  if (!text) return std::nullopt;
  auto date = parse_internal_date(*text);
  if (!date) return std::nullopt;
  return *date;
}

std::optional<std::vector<std::string>> read_labels(TokenReader& reader) {
  reader.skip_blanks();
  if (!reader.take('(')) {
    reader.skip_value();
    return std::nullopt;
  }
  std::vector<std::string> labels;
  while (reader.more()) labels.push_back(reader.astring());
  return labels;
}

std::optional<Uid> read_uid(TokenReader& reader) {
  reader.skip_blanks();
  const Uid uid = reader.number32();
  if (uid == 0) reader.fail("a UID of zero");
  return uid;
}

void read_item(TokenReader& reader, FetchResponse& fetch) {
  std::string name = read_item_name(reader);
  if (name == "UID") {
    fetch.uid = read_uid(reader);
  } else if (name == "FLAGS") {
    reader.skip_blanks();
    fetch.flags = read_flags(reader);
  } else if (name == "INTERNALDATE") {
    fetch.internal_date = read_date(reader);
  } else if (name == "RFC822.SIZE") {
    fetch.rfc822_size = reader.loose_number();
  } else if (name == "MODSEQ") {
    fetch.modseq = reader.loose_number();
    if (fetch.modseq == 0) fetch.modseq.reset();
  } else if (name == "EMAILID") {
    fetch.email_id = read_object_id(reader);
  } else if (name == "THREADID") {
    fetch.thread_id = read_object_id(reader);
  } else if (name == "X-GM-MSGID") {
    fetch.email_id = read_gmail_id(reader);
  } else if (name == "X-GM-THRID") {
    fetch.thread_id = read_gmail_id(reader);
  } else if (name == "X-GM-LABELS") {
    fetch.gmail_labels = read_labels(reader);
  } else if (is_section(name)) {
    fetch.sections.push_back({.name = std::move(name), .bytes = reader.nstring()});
  } else {
    reader.skip_value();
  }
}

}  // namespace

FetchResponse read_fetch(TokenReader& reader, std::uint32_t sequence, FetchExtent extent) {
  FetchResponse fetch;
  fetch.sequence = sequence;
  int depth = 0;
  int items = 0;
  for (reader.skip_blanks(); reader.ok() && !reader.at_end(); reader.skip_blanks()) {
    if (++items > 2000) reader.fail("a FETCH beyond 2000 items", ErrorCode::bound_exceeded);
    if (reader.take('(')) {
      ++depth;
    } else if (reader.take(')')) {
      // Domino wraps items in parentheses of their own, and closes too often.
      --depth;
    } else {
      if (depth <= 0) reader.fail("something stands behind a FETCH");
      if (reader.ok()) read_item(reader, fetch);
    }
  }
  if (depth > 0 && extent == FetchExtent::whole) reader.fail("a FETCH without its end");
  return fetch;
}

Result<FetchResponse> parse_fetch_head(std::string_view head) {
  TokenReader reader(head);
  reader.expect('*');
  reader.skip_blanks();
  const std::uint32_t sequence = reader.number32();
  reader.skip_blanks();
  if (!equal_ignoring_case(reader.word(), "FETCH")) reader.fail("not a FETCH");
  FetchResponse fetch = read_fetch(reader, sequence, FetchExtent::head);
  if (!reader.ok()) return std::unexpected(reader.error());
  return fetch;
}

const Section* FetchResponse::section(std::string_view name) const noexcept {
  const auto named = [this](std::string_view wanted) -> const Section* {
    const auto found = std::ranges::find_if(
        sections, [wanted](const Section& each) { return equal_ignoring_case(each.name, wanted); });
    return found == sections.end() ? nullptr : &*found;
  };
  const Section* found = named(name);
  if (found == nullptr && equal_ignoring_case(name, "BODY[]")) found = named("RFC822");
  if (found == nullptr && equal_ignoring_case(name, "BODY[]")) found = named("BINARY[]");
  return found;
}

}  // namespace postferry::imap
