#include "storage/placement_row.hpp"

#include <algorithm>
#include <chrono>
#include <soci/soci.h>
#include <span>

#include "base/error_catalog.hpp"
#include "storage/dialect.hpp"

namespace postferry::storage {
namespace {

using mail::SystemFlag;

constexpr SystemFlag system_flags[] = {SystemFlag::seen, SystemFlag::answered, SystemFlag::flagged,
                                       SystemFlag::deleted, SystemFlag::draft};

template <class Bytes>
Bytes fixed(const std::string& value) {
  Bytes bytes{};
  std::copy_n(value.begin(), std::min(value.size(), bytes.size()), bytes.begin());
  return bytes;
}

std::optional<ErrorCode> code_named(std::string_view name) {
  for (const auto& entry : error_catalog())
    if (entry.name == name) return entry.code;
  return std::nullopt;
}

}  // namespace

std::string_view chars(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

long long system_flags_number(const mail::Flags& flags) {
  long long number = 0;
  for (const auto flag : system_flags)
    if (flags.has(flag)) number |= static_cast<long long>(flag);
  return number;
}

std::string keywords_text(const mail::Flags& flags) {
  std::string text;
  for (const auto& keyword : flags.keywords()) {
    if (!text.empty()) text.push_back(' ');
    text.append(keyword);
  }
  return text;
}

void PlacementRows::bind_to(soci::statement& statement) {
  statement.exchange(soci::use(folder_));
  statement.exchange(soci::use(run_));
  statement.exchange(soci::use(source_));
  statement.exchange(soci::use(state_));
  statement.exchange(soci::use(standing_));
  statement.exchange(soci::use(size_));
  statement.exchange(soci::use(note_));
  statement.exchange(soci::use(flags_));
  statement.exchange(soci::use(keywords_));
  statement.exchange(soci::use(code_));
  statement.exchange(soci::use(received_));
  statement.exchange(soci::use(zone_));
  statement.exchange(soci::use(target_, has_target_));
  statement.exchange(soci::use(fingerprint_));
  statement.exchange(soci::use(digest_, has_digest_));
}

void PlacementRows::resize(std::size_t rows) {
  for (auto* numbers : {&folder_, &run_, &state_, &standing_, &size_, &flags_, &received_, &zone_})
    numbers->resize(rows);
  for (auto* texts : {&source_, &note_, &keywords_, &code_, &target_, &fingerprint_, &digest_})
    texts->resize(rows);
  for (auto* indicators : {&has_target_, &has_digest_}) indicators->resize(rows);
}

void PlacementRows::set(std::size_t row, FolderId folder, RunId run,
                        const PlacementRecord& record) {
  folder_[row] = static_cast<long long>(folder);
  run_[row] = static_cast<long long>(run);
  dialect_.to_column(source_[row], record.source.bytes());
  state_[row] = static_cast<long long>(record.state);
  standing_[row] = static_cast<long long>(record.standing);
  size_[row] = static_cast<long long>(record.size_bytes);
  dialect_.to_column(note_[row], record.note);
  flags_[row] = system_flags_number(record.flags);
  dialect_.to_column(keywords_[row], keywords_text(record.flags));
  code_[row].assign(record.code ? code_name(*record.code) : std::string_view());
  received_[row] = record.received.instant.time_since_epoch().count();
  zone_[row] = record.received.zone.count();
  has_target_[row] = record.target ? soci::i_ok : soci::i_null;
  if (record.target) dialect_.to_column(target_[row], record.target->bytes());
  dialect_.to_column(fingerprint_[row], chars(record.fingerprint.bytes()));
  has_digest_[row] = record.digest ? soci::i_ok : soci::i_null;
  if (record.digest) dialect_.to_column(digest_[row], chars(*record.digest));
}

void PlacementRow::bind_to(soci::statement& statement) {
  statement.exchange(soci::into(source_));
  statement.exchange(soci::into(state_));
  statement.exchange(soci::into(standing_));
  statement.exchange(soci::into(size_));
  statement.exchange(soci::into(note_));
  statement.exchange(soci::into(flags_));
  statement.exchange(soci::into(keywords_));
  statement.exchange(soci::into(code_));
  statement.exchange(soci::into(received_));
  statement.exchange(soci::into(zone_));
  statement.exchange(soci::into(target_, has_target_));
  statement.exchange(soci::into(fingerprint_));
  statement.exchange(soci::into(digest_, has_digest_));
}

PlacementRecord PlacementRow::record() const {
  PlacementRecord record;
  record.source = mail::ItemId(dialect_.from_column(source_));
  record.state = static_cast<PlacementState>(state_);
  record.standing = static_cast<Standing>(standing_);
  record.size_bytes = static_cast<std::uint64_t>(size_);
  record.note = dialect_.from_column(note_);
  if (!keywords_.empty()) record.flags = mail::Flags::parse(dialect_.from_column(keywords_));
  for (const auto flag : system_flags)
    if ((flags_ & static_cast<long long>(flag)) != 0) record.flags.set(flag);
  if (!code_.empty()) record.code = code_named(code_);
  record.received = {.instant = Instant(std::chrono::seconds(received_)),
                     .zone = std::chrono::minutes(zone_)};
  if (has_target_ == soci::i_ok) record.target = mail::ItemId(dialect_.from_column(target_));
  record.fingerprint =
      mail::Fingerprint(fixed<mail::Fingerprint::Bytes>(dialect_.from_column(fingerprint_)));
  if (has_digest_ == soci::i_ok) record.digest = fixed<mail::Digest>(dialect_.from_column(digest_));
  return record;
}

}  // namespace postferry::storage
