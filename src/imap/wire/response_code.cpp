#include "imap/wire/response_code.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using enum CodeName;

constexpr std::array<std::pair<std::string_view, CodeName>, 44> atoms{{
    {"ALERT", alert},
    {"ALREADYEXISTS", already_exists},
    {"APPENDUID", append_uid},
    {"AUTHENTICATIONFAILED", authentication_failed},
    {"AUTHORIZATIONFAILED", authorization_failed},
    {"BADCHARSET", bad_charset},
    {"CANNOT", cannot},
    {"CAPABILITY", capability},
    {"CLIENTBUG", client_bug},
    {"CLOSED", closed},
    {"CONTACTADMIN", contact_admin},
    {"COPYUID", copy_uid},
    {"CORRUPTION", corruption},
    {"EXPIRED", expired},
    {"EXPUNGEISSUED", expunge_issued},
    {"HASCHILDREN", has_children},
    {"HIGHESTMODSEQ", highest_modseq},
    {"INUSE", in_use},
    {"LIMIT", limit},
    {"MAILBOXID", mailbox_id},
    {"MODIFIED", modified},
    {"NOMODSEQ", no_modseq},
    {"NOPERM", no_perm},
    {"NONEXISTENT", nonexistent},
    {"NOTSAVED", not_saved},
    {"OVERQUOTA", over_quota},
    {"PARSE", parse},
    {"PERMANENTFLAGS", permanent_flags},
    {"PRIVACYREQUIRED", privacy_required},
    {"READ-ONLY", read_only},
    {"READ-WRITE", read_write},
    {"SERVERBUG", server_bug},
    {"THROTTLED", throttled},
    {"TOOBIG", too_big},
    {"TRYCREATE", try_create},
    {"UIDNEXT", uid_next},
    {"UIDNOTSTICKY", uid_not_sticky},
    {"UIDREQUIRED", uid_required},
    {"UIDVALIDITY", uid_validity},
    {"UNAVAILABLE", unavailable},
    {"UNKNOWN-CTE", unknown_cte},
    {"UNSEEN", unseen},
    {"USEATTR", use_attr},
    {"OVER-QUOTA", over_quota},
}};

std::uint64_t total(const std::vector<UidRange>& ranges) {
  std::uint64_t count = 0;
  for (const UidRange& range : ranges) count += range.count();
  return count;
}

// The UIDs of ranges, in their order.
std::vector<Uid> spread(const std::vector<UidRange>& ranges) {
  std::vector<Uid> uids;
  uids.reserve(total(ranges));
  for (const UidRange& range : ranges) {
    for (std::uint64_t uid = range.first; uid <= range.last; ++uid) {
      uids.push_back(static_cast<Uid>(uid));
    }
  }
  return uids;
}

}  // namespace

std::optional<std::uint64_t> number(const ResponseCode& code) noexcept {
  if (const auto* value = std::get_if<std::uint64_t>(&code.value)) return *value;
  return std::nullopt;
}

Result<std::vector<CopiedUid>> copied(const CopyUid& code, std::uint64_t most) {
  const std::uint64_t count = total(code.source);
  if (count != total(code.target)) {
    return std::unexpected(Error{.code = ErrorCode::protocol_broken,
                                 .text = "COPYUID with two sets of different length",
                                 .where = {}});
  }
  if (count > most) {
    return std::unexpected(
        Error{.code = ErrorCode::bound_exceeded,
              .text = fmt::format("COPYUID names {} messages, {} were asked for", count, most),
              .where = {}});
  }
  const std::vector<Uid> source = spread(code.source);
  const std::vector<Uid> target = spread(code.target);
  std::vector<CopiedUid> pairs;
  pairs.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) pairs.push_back({source[i], target[i]});
  return pairs;
}

std::string_view code_atom(CodeName name) noexcept {
  const auto found = std::ranges::find(atoms, name, &std::pair<std::string_view, CodeName>::second);
  return found == atoms.end() ? std::string_view{} : found->first;
}

CodeName code_name_of(std::string_view atom) noexcept {
  const auto found = std::ranges::find_if(
      atoms, [atom](const auto& each) { return text::equal_ignoring_case(each.first, atom); });
  return found == atoms.end() ? CodeName::unknown : found->second;
}

}  // namespace postferry::imap
