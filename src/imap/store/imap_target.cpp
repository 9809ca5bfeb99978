#include "imap/store/imap_target.hpp"

#include <algorithm>
#include <utility>

#include "imap/store/append_contents.hpp"
#include "imap/store/ensure_folder.hpp"
#include "imap/store/look.hpp"
#include "imap/store/place.hpp"
#include "imap/store/quota.hpp"
#include "imap/store/store_flags.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

// Passes outcomes on and remembers the new ids of messages that were flagged.
class FlaggedOnes final : public mail::OutcomeSink, public mail::ContentStream {
 public:
  FlaggedOnes(mail::ContentStream& contents, mail::OutcomeSink& outcomes)
      : contents_(contents), outcomes_(outcomes) {}

  Task<std::optional<mail::ContentHead>> next() override {
    auto head = co_await contents_.next();
    if (head && head->flags.has(mail::SystemFlag::flagged)) flagged_.push_back(head->id);
    co_return head;
  }
  Task<std::string_view> piece() override { return contents_.piece(); }

  void take(mail::Outcome outcome) noexcept override {
    if (outcome.target && std::ranges::find(flagged_, outcome.item) != flagged_.end()) {
      mail::Flags flag;
      flag.set(mail::SystemFlag::flagged);
      changes_.push_back({.id = *outcome.target, .add = flag, .remove = {}});
    }
    outcomes_.take(std::move(outcome));
  }

  std::vector<mail::FlagChange> changes() { return std::move(changes_); }

 private:
  mail::ContentStream& contents_;
  mail::OutcomeSink& outcomes_;
  std::vector<mail::ItemId> flagged_;
  std::vector<mail::FlagChange> changes_;
};

class NoOutcomes final : public mail::OutcomeSink {
 public:
  void take(mail::Outcome) noexcept override {}
};

}  // namespace

ImapTarget::ImapTarget(std::shared_ptr<Account> account)
    : account_(account), reading_(std::move(account)) {}

Task<mail::Quota> ImapTarget::quota() { return read_quota(*account_); }

Task<Result<mail::Folder>> ImapTarget::ensure(const mail::FolderWish& wish) {
  return ensure_folder(*account_, wish);
}

Task<const Flags*> ImapTarget::permanent_flags(const mail::Folder& folder,
                                               const mail::Flags& wished) {
  const auto mailbox = account_->mailbox(folder);
  const auto known = permanent_.find(mailbox);
  if (known != permanent_.end()) co_return &known->second;
  // System flags are kept by all folders or by none.
  if (wished.keywords().empty() && !permanent_.empty()) co_return &permanent_.begin()->second;
  co_await account_->open(folder, Access::read_write);
  const auto& selected = *account_->session().selected();
  Flags flags = selected.permanent_flags.value_or(selected.flags);
  if (selected.read_only) flags = {};
  co_return &permanent_.insert_or_assign(mailbox, std::move(flags)).first->second;
}

Task<mail::Flags> ImapTarget::accepted(const mail::Folder& folder, const mail::Flags& wished) {
  if (wished.empty()) co_return wished;
  const auto* permanent = co_await permanent_flags(folder, wished);
  auto flags = domain_flags(kept_flags(wire_flags(wished), *permanent));
  const auto& quirks = account_->session().quirks();
  const auto keywords = flags.keywords();
  for (const auto& keyword : keywords)
    if (quirks.has(Quirk::keywords_dropped) ||
        (quirks.has(Quirk::tag_keywords) && keyword.find(':') != std::string::npos))
      flags.remove_keyword(keyword);
  co_return flags;
}

Task<> ImapTarget::append(const mail::Folder& folder, mail::ContentStream& contents,
                          mail::OutcomeSink& outcomes) {
  if (account_->session().quirks().has(Quirk::flagged_lost_on_append)) {
    co_await append_then_flag(folder, contents, outcomes);
    co_return;
  }
  const auto known = permanent_.find(account_->mailbox(folder));
  Appending appending(*account_, folder, contents, outcomes,
                      known == permanent_.end() ? std::nullopt : std::optional(known->second));
  co_await appending.run(traits().append_mode);
}

Task<> ImapTarget::append_then_flag(const mail::Folder& folder, mail::ContentStream& contents,
                                    mail::OutcomeSink& outcomes) {
  FlaggedOnes flagged(contents, outcomes);
  Appending appending(*account_, folder, flagged, flagged, std::nullopt);
  co_await appending.run(traits().append_mode);
  NoOutcomes unheard;
  co_await store_flags(*account_, folder, flagged.changes(), unheard);
}

Task<> ImapTarget::place(const mail::Folder& from, std::vector<mail::ItemId> ids,
                         const mail::Folder& to, mail::PlaceKind kind,
                         mail::OutcomeSink& outcomes) {
  return place_items(*account_, from, std::move(ids), to, kind, outcomes);
}

Task<std::vector<mail::Placement>> ImapTarget::look_to_change(const mail::Folder& folder,
                                                              std::span<const mail::ItemId> ids) {
  return look_at(*account_, folder, ids, Access::read_write);
}

Task<> ImapTarget::set_flags(const mail::Folder& folder, std::vector<mail::FlagChange> changes,
                             mail::OutcomeSink& outcomes) {
  return store_flags(*account_, folder, std::move(changes), outcomes);
}

}  // namespace postferry::imap
