#include <fmt/format.h>
#include <iterator>

#include "imap/wire/response.hpp"

namespace postferry::imap {
namespace {

template <class... Args>
void write(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

// quoted, or a literal where quoting is not possible
std::string as_string(std::string_view bytes) {
  if (bytes.find_first_of("\r\n") != std::string_view::npos) {
    return fmt::format("{{{}}}\r\n{}", bytes.size(), bytes);
  }
  std::string out = "\"";
  for (char c : bytes) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + '"';
}

std::string as_delimiter(std::optional<char> delimiter) {
  if (!delimiter) return "NIL";
  return as_string(std::string_view(&*delimiter, 1));
}

void write_words(std::string& out, const Words& words) {
  for (const std::string& word : words) {
    const bool atom = !word.empty() && !word.starts_with('{') && !word.starts_with("~{") &&
                      word.find_first_of(" ()[]\"\r\n") == std::string::npos;
    write(out, " {}", atom ? word : as_string(word));
  }
}

std::string as_list(const Words& words) {
  std::string out;
  write_words(out, words);
  return "(" + (out.empty() ? out : out.substr(1)) + ")";
}

std::string as_flags(const Flags& flags) { return as_list(flags.names()); }

std::string print_ranges(const std::vector<UidRange>& ranges) {
  std::string out;
  for (const UidRange& range : ranges) {
    write(out, "{}{}:{}", out.empty() ? "" : ",", range.first, range.last);
  }
  return out;
}

struct CodeValue {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::uint64_t value) const { return fmt::format(" {}", value); }
  std::string operator()(const std::string& text) const { return text.empty() ? "" : " " + text; }
  std::string operator()(const Flags& flags) const { return " " + as_flags(flags); }
  std::string operator()(const UidSet& set) const { return " " + print(set); }
  std::string operator()(const AppendUid& value) const {
    return fmt::format(" {} {}", value.validity, print(value.uids));
  }
  std::string operator()(const CopyUid& value) const {
    return fmt::format(" {} {} {}", value.validity, print_ranges(value.source),
                       print_ranges(value.target));
  }
  std::string operator()(const Words& words) const {
    std::string out;
    write_words(out, words);
    return out;
  }
};

std::string print_code(const ResponseCode& code) {
  using enum CodeName;
  if (code.name == none) return {};
  const std::string_view atom = code.name == unknown ? code.atom : code_atom(code.name);
  std::string value = std::visit(CodeValue{}, code.value);
  if (code.name == mailbox_id) value = " " + as_list({std::get<std::string>(code.value)});
  const auto* charsets = std::get_if<Words>(&code.value);
  if (code.name == bad_charset && charsets) value = " " + as_list(*charsets);
  return fmt::format("[{}{}] ", atom, value);
}

std::string print_status(const StatusResponse& status) {
  constexpr std::string_view kinds[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  return fmt::format("{} {}{}", kinds[static_cast<std::size_t>(status.kind)],
                     print_code(status.code), status.text);
}

std::string print_fetch(const FetchResponse& fetch) {
  std::string out;
  if (fetch.uid) write(out, " UID {}", *fetch.uid);
  if (fetch.flags) write(out, " FLAGS {}", as_flags(*fetch.flags));
  if (fetch.internal_date) write(out, " INTERNALDATE \"{}\"", print(*fetch.internal_date));
  if (fetch.rfc822_size) write(out, " RFC822.SIZE {}", *fetch.rfc822_size);
  if (fetch.modseq) write(out, " MODSEQ ({})", *fetch.modseq);
  if (!fetch.email_id.empty()) write(out, " EMAILID {}", as_list({fetch.email_id}));
  if (!fetch.thread_id.empty()) write(out, " THREADID {}", as_list({fetch.thread_id}));
  if (fetch.gmail_labels) write(out, " X-GM-LABELS {}", as_list(*fetch.gmail_labels));
  for (const Section& section : fetch.sections) {
    write(out, " {} {}", section.name, section.bytes ? as_string(*section.bytes) : "NIL");
  }
  return fmt::format("{} FETCH ({})", fetch.sequence, out.empty() ? out : out.substr(1));
}

std::string print_list(const ListResponse& list) {
  constexpr std::string_view kinds[] = {"LIST", "LSUB", "XLIST"};
  std::string extended;
  if (!list.child_info.empty()) write(extended, "CHILDINFO {}", as_list(list.child_info));
  if (!list.old_name.empty()) {
    write(extended, "{}OLDNAME {}", extended.empty() ? "" : " ", as_list({list.old_name}));
  }
  return fmt::format("{} {} {} {}{}", kinds[static_cast<std::size_t>(list.kind)],
                     as_list(list.attributes), as_delimiter(list.delimiter),
                     as_string(list.mailbox),
                     extended.empty() ? extended : fmt::format(" ({})", extended));
}

std::string print_status_data(const StatusData& status) {
  std::string out;
  const auto item = [&out](std::string_view name, const auto& value) {
    if (value) write(out, " {} {}", name, *value);
  };
  item("MESSAGES", status.messages);
  item("UNSEEN", status.unseen);
  item("RECENT", status.recent);
  item("UIDNEXT", status.uid_next);
  item("UIDVALIDITY", status.uid_validity);
  item("HIGHESTMODSEQ", status.highest_modseq);
  item("SIZE", status.size_bytes);
  item("APPENDLIMIT", status.append_limit_bytes);
  if (!status.mailbox_id.empty()) write(out, " MAILBOXID {}", as_list({status.mailbox_id}));
  return fmt::format("STATUS {} ({})", as_string(status.mailbox),
                     out.empty() ? out : out.substr(1));
}

std::string print_namespaces(const std::vector<Namespace>& all) {
  if (all.empty()) return "NIL";
  std::string out;
  for (const Namespace& one : all) {
    write(out, "({} {})", as_string(one.prefix), as_delimiter(one.delimiter));
  }
  return fmt::format("({})", out);
}

std::string print_esearch(const EsearchResponse& found) {
  std::string out = "ESEARCH";
  if (!found.tag.empty()) write(out, " (TAG {})", as_string(found.tag));
  if (found.uid) out.append(" UID");
  if (found.min) write(out, " MIN {}", *found.min);
  if (found.max) write(out, " MAX {}", *found.max);
  if (found.all) write(out, " ALL {}", print(*found.all));
  if (found.count) write(out, " COUNT {}", *found.count);
  if (found.modseq) write(out, " MODSEQ {}", *found.modseq);
  return out;
}

std::string print_search(const SearchResponse& found) {
  std::string out = "SEARCH";
  for (Uid number : found.numbers) write(out, " {}", number);
  if (found.modseq) write(out, " (MODSEQ {})", *found.modseq);
  return out;
}

std::string print_id(const IdResponse& id) {
  if (id.fields.empty()) return "ID NIL";
  std::string out;
  for (const auto& [field, value] : id.fields) {
    write(out, " {} {}", as_string(field), as_string(value));
  }
  return fmt::format("ID ({})", out.substr(1));
}

std::string print_quota(const QuotaResponse& quota) {
  std::string out;
  for (const QuotaResource& resource : quota.resources) {
    write(out, " {} {} {}", as_string(resource.name), resource.usage, resource.limit);
  }
  return fmt::format("QUOTA {} ({})", as_string(quota.root), out.empty() ? out : out.substr(1));
}

struct Untagged {
  std::string operator()(const StatusResponse& status) const { return print_status(status); }
  std::string operator()(const Tagged&) const { return {}; }
  std::string operator()(const Continuation&) const { return {}; }
  std::string operator()(const FetchResponse& fetch) const { return print_fetch(fetch); }
  std::string operator()(Exists exists) const { return fmt::format("{} EXISTS", exists.count); }
  std::string operator()(Recent recent) const { return fmt::format("{} RECENT", recent.count); }
  std::string operator()(Expunge gone) const { return fmt::format("{} EXPUNGE", gone.sequence); }
  std::string operator()(const VanishedResponse& gone) const {
    return fmt::format("VANISHED {}{}", gone.when == Vanished::earlier ? "(EARLIER) " : "",
                       print(gone.uids));
  }
  std::string operator()(const SearchResponse& found) const { return print_search(found); }
  std::string operator()(const EsearchResponse& found) const { return print_esearch(found); }
  std::string operator()(const FlagsResponse& all) const { return "FLAGS " + as_flags(all.flags); }
  std::string operator()(const CapabilityResponse& all) const {
    return "CAPABILITY" + CodeValue{}(all.capabilities);
  }
  std::string operator()(const EnabledResponse& all) const {
    return "ENABLED" + CodeValue{}(all.capabilities);
  }
  std::string operator()(const ListResponse& list) const { return print_list(list); }
  std::string operator()(const StatusData& status) const { return print_status_data(status); }
  std::string operator()(const NamespaceResponse& all) const {
    return fmt::format("NAMESPACE {} {} {}", print_namespaces(all.personal),
                       print_namespaces(all.others), print_namespaces(all.shared));
  }
  std::string operator()(const IdResponse& id) const { return print_id(id); }
  std::string operator()(const QuotaResponse& quota) const { return print_quota(quota); }
  std::string operator()(const QuotaRootResponse& root) const {
    std::string out = "QUOTAROOT " + as_string(root.mailbox);
    for (const std::string& name : root.roots) write(out, " {}", as_string(name));
    return out;
  }
  std::string operator()(const Unknown& unknown) const { return unknown.text; }
};

}  // namespace

std::string print(const Response& response) {
  if (const auto* tagged = std::get_if<Tagged>(&response)) {
    return tagged->tag + " " + print_status(tagged->status);
  }
  if (const auto* more = std::get_if<Continuation>(&response)) return "+ " + more->text;
  return "* " + std::visit(Untagged{}, response);
}

}  // namespace postferry::imap
