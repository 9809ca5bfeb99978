#include <algorithm>
#include <limits>

#include "imap/wire/response_readers.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using text::equal_ignoring_case;

// mbox-list-extended-item = "CHILDINFO" SP "(" .. ")" / "OLDNAME" SP "(" mailbox ")" / other
void read_extended_item(TokenReader& reader, ListResponse& list) {
  const std::string name = reader.astring();
  reader.skip_blanks();
  if (equal_ignoring_case(name, "CHILDINFO") && reader.take('(')) {
    while (reader.more()) list.child_info.push_back(reader.astring());
  } else if (equal_ignoring_case(name, "OLDNAME") && reader.take('(')) {
    while (reader.more()) list.old_name = reader.astring();
  } else {
    reader.skip_value();
  }
}

// namespace = nil / "(" 1*( "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) .. ")" ) ")"
std::vector<Namespace> read_namespaces(TokenReader& reader) {
  std::vector<Namespace> all;
  reader.skip_blanks();
  if (!reader.take('(')) {
    reader.skip_value();
    return all;
  }
  while (reader.more()) {
    reader.expect('(');
    reader.skip_blanks();
    Namespace one;
    one.prefix = reader.astring();
    one.delimiter = reader.delimiter();
    while (reader.more()) reader.skip_value();
    all.push_back(std::move(one));
  }
  return all;
}

template <class Number>
std::optional<Number> read_bounded(TokenReader& reader) {
  const auto value = reader.loose_number();
  if (!value || *value > std::numeric_limits<Number>::max()) return std::nullopt;
  return static_cast<Number>(*value);
}

// status-att-val
void read_status_item(TokenReader& reader, StatusData& status) {
  const std::string_view name = reader.word();
  const auto is = [name](std::string_view wanted) { return equal_ignoring_case(name, wanted); };
  if (is("MESSAGES")) {
    status.messages = read_bounded<std::uint32_t>(reader);
  } else if (is("UNSEEN")) {
    status.unseen = read_bounded<std::uint32_t>(reader);
  } else if (is("RECENT")) {
    status.recent = read_bounded<std::uint32_t>(reader);
  } else if (is("UIDNEXT")) {
    status.uid_next = read_bounded<Uid>(reader);
  } else if (is("UIDVALIDITY")) {
    status.uid_validity = read_bounded<UidValidity>(reader);
  } else if (is("HIGHESTMODSEQ")) {
    status.highest_modseq = read_bounded<ModSeq>(reader);
  } else if (is("SIZE")) {
    status.size_bytes = read_bounded<std::uint64_t>(reader);
  } else if (is("APPENDLIMIT")) {
    status.append_limit_bytes = read_bounded<std::uint64_t>(reader);
  } else if (is("MAILBOXID")) {
    status.mailbox_id = read_mailbox_id(reader);
  } else if (name.empty()) {
    reader.skip_value();
  } else {
    reader.skip_blanks();
    reader.skip_value();
  }
}

}  // namespace

std::string read_mailbox_id(TokenReader& reader) {
  reader.skip_blanks();
  reader.expect('(');
  reader.skip_blanks();
  std::string id = reader.astring();
  reader.skip_blanks();
  reader.expect(')');
  return id;
}

bool ListResponse::has(std::string_view attribute) const noexcept {
  return std::ranges::any_of(attributes, [attribute](const std::string& each) {
    return equal_ignoring_case(each, attribute);
  });
}

ListResponse read_list(TokenReader& reader, ListKind kind) {
  ListResponse list;
  list.kind = kind;
  reader.skip_blanks();
  if (reader.take('(')) {
    while (reader.more()) list.attributes.push_back(reader.astring());
  } else {
    reader.skip_value();  // NIL
  }
  list.delimiter = reader.delimiter();
  list.mailbox = reader.mailbox();
  reader.skip_blanks();
  if (reader.take('(')) {
    while (reader.more()) read_extended_item(reader, list);
  }
  reader.skip_blanks();
  if (!reader.at_end()) reader.fail("something stands behind a LIST");
  return list;
}

StatusData read_status_data(TokenReader& reader) {
  StatusData status;
  status.mailbox = reader.mailbox();
  reader.skip_blanks();
  // Some servers leave the list out where it would be empty.
  if (reader.take('(')) {
    while (reader.more()) read_status_item(reader, status);
  }
  return status;
}

NamespaceResponse read_namespace(TokenReader& reader) {
  NamespaceResponse spaces;
  spaces.personal = read_namespaces(reader);
  spaces.others = read_namespaces(reader);
  spaces.shared = read_namespaces(reader);
  return spaces;
}

QuotaResponse read_quota(TokenReader& reader) {
  QuotaResponse quota;
  quota.root = reader.astring();
  reader.skip_blanks();
  reader.expect('(');
  while (reader.more()) {
    QuotaResource resource;
    for (char c : reader.astring()) {
      resource.name.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    const auto usage = reader.loose_number();
    const auto limit = reader.loose_number();
    // A limit that is no number (-1, NIL) is no limit.
    if (!usage || !limit) continue;
    resource.usage = *usage;
    resource.limit = *limit;
    quota.resources.push_back(std::move(resource));
  }
  return quota;
}

QuotaRootResponse read_quota_root(TokenReader& reader) {
  QuotaRootResponse root;
  root.mailbox = reader.astring();
  for (reader.skip_blanks(); reader.ok() && !reader.at_end(); reader.skip_blanks()) {
    root.roots.push_back(reader.astring());
    if (root.roots.size() > 100) reader.fail("too many quota roots", ErrorCode::bound_exceeded);
  }
  return root;
}

}  // namespace postferry::imap
