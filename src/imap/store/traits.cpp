#include "imap/store/traits.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::imap {
namespace {

constexpr std::array<std::string_view, 15> vendors{
    "Dovecot", "Cyrus",      "Courier",  "Exchange",    "Zimbra", "Domino", "hMailServer", "Kerio",
    "IceWarp", "MailEnable", "Stalwart", "SmarterMail", "DBMail", "Yandex", "Zoho",
};
constexpr std::size_t maildir_name_bytes = 254;  // one file name, behind its first dot
// A Dovecot stores messages that come one by one behind a lock, of the folder in a Maildir and of
// the account in an mdbox: a third connection only makes the others wait longer.
constexpr std::size_t connections_at_a_lock = 2;

// What servers refuse in names, as tried on them or told by their makers.
struct NameRow {
  std::string_view vendor;  // in lower case, part of its name
  std::string_view forbidden;
  std::string_view forbidden_at_start;
  mail::NameCase name_case = mail::NameCase::distinct;
  mail::NameCharacters characters = mail::NameCharacters::all;
  std::span<const std::string_view> reserved = {};
};

constexpr std::array<std::string_view, 1> exchange_reserved{"Files"};
constexpr std::array<std::string_view, 2> gmail_reserved{"[Gmail]", "[Google Mail]"};
constexpr std::array name_rows{
    NameRow{"dovecot", "", "~."},
    NameRow{"cyrus", "!\"%;<>\\`{|}^", ""},
    NameRow{"courier", "", ".", mail::NameCase::distinct, mail::NameCharacters::basic_plane},
    NameRow{"exchange", "*%", "", mail::NameCase::folded, mail::NameCharacters::all,
            exchange_reserved},
    NameRow{"gmail", "*%^\"\\", "", mail::NameCase::folded, mail::NameCharacters::all,
            gmail_reserved},
};

mail::NamingRules with_row(mail::NamingRules rules, const NameRow& row) {
  rules.forbidden += row.forbidden;
  rules.forbidden_at_start = row.forbidden_at_start;
  rules.name_case = row.name_case;
  rules.characters = row.characters;
  rules.reserved.assign(row.reserved.begin(), row.reserved.end());
  return rules;
}

std::string hexadecimal(const Sha256Digest& digest) {
  std::string text;
  for (const auto byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

std::string control_characters() {
  std::string result;
  for (char c = 1; c < ' '; ++c) result.push_back(c);
  return result + '\x7f';
}

mail::ServerIdentity identity_of(const Session& session) {
  mail::ServerIdentity identity{
      .vendor = vendor_of(session), .certificate = {}, .peer = session.stream().peer_address()};
  if (const auto digest = session.stream().peer_certificate_sha256())
    identity.certificate = hexadecimal(*digest);
  return identity;
}

}  // namespace

std::string vendor_of(const Session& session) {
  for (const auto& [field, value] : session.server_id())
    if (text::equal_ignoring_case(field, "name")) return text::printable(value);
  if (!session.quirks().name.empty()) return std::string(session.quirks().name);
  const auto greeting = text::to_lower(session.greeting());
  for (const auto vendor : vendors)
    if (greeting.find(text::to_lower(vendor)) != std::string::npos) return std::string(vendor);
  return {};
}

mail::NamingRules naming_rules(const Account& account) {
  const auto names = account.names();
  const auto& session = account.session();
  mail::NamingRules rules;
  rules.forbidden = control_characters();
  if (names.delimiter) rules.forbidden.push_back(*names.delimiter);
  rules.encoding = names.encoding == NameEncoding::utf8 ? mail::NameEncoding::utf8
                                                        : mail::NameEncoding::modified_utf7;
  // A dot between levels mostly means Maildir++: the whole name is one file's, without slashes.
  if (names.delimiter == '.') {
    rules.longest_path_bytes = maildir_name_bytes - names.prefix.size();
    rules.forbidden.push_back('/');
  }
  const auto vendor = text::to_lower(vendor_of(session) + " " + std::string(session.quirks().name));
  for (const auto& row : name_rows)
    if (vendor.find(row.vendor) != std::string::npos) return with_row(std::move(rules), row);
  rules.forbidden += "*%";
  return rules;
}

mail::Traits traits_of(const Account& account) {
  const auto& session = account.session();
  const auto& capabilities = session.capabilities();
  mail::Traits traits;
  traits.identity = identity_of(session);
  traits.largest_item_bytes = capabilities.append_limit_bytes();
  traits.returns_ids = capabilities.has("UIDPLUS") || capabilities.has("IMAP4rev2")
                           ? mail::Keeps::yes
                           : mail::Keeps::no;
  if (capabilities.has("MULTIAPPEND"))
    traits.append_mode = mail::AppendMode::multi;
  else if (session.literals() != LiteralSupport::synchronizing)
    traits.append_mode = mail::AppendMode::pipelined;
  traits.batch_items = 250;
  traits.batch_bytes = std::uint64_t{8} << 20;
  if (session.quirks().most_connections > 0)
    traits.parallel_connections = std::min<std::size_t>(4, session.quirks().most_connections);
  if (traits.append_mode != mail::AppendMode::multi &&
      text::equal_ignoring_case(traits.identity.vendor, "Dovecot"))
    traits.parallel_connections = std::min(traits.parallel_connections, connections_at_a_lock);
  traits.naming = naming_rules(account);
  return traits;
}

}  // namespace postferry::imap
