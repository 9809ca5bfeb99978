#include "imap/store/append_contents.hpp"

#include <algorithm>
#include <utility>

#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

// Several servers hang up after ten refusals in a row.
constexpr std::size_t most_under_way = 8;

std::optional<InternalDate> date_of(const mail::ContentHead& head) {
  if (head.received.instant == Instant{}) return std::nullopt;
  return internal_date(head.received);
}

}  // namespace

Flags kept_flags(const Flags& wished, const Flags& permanent) {
  Flags result;
  for (const auto flag : {SystemFlag::answered, SystemFlag::flagged, SystemFlag::deleted,
                          SystemFlag::seen, SystemFlag::draft})
    if (wished.has(flag) && permanent.has(flag)) result.set(flag);
  for (const auto& keyword : wished.keywords())
    if (permanent.has(SystemFlag::any_keyword) || permanent.has(keyword)) result.add(keyword);
  return result;
}

Appending::Appending(Account& account, const mail::Folder& folder, mail::ContentStream& contents,
                     mail::OutcomeSink& outcomes, std::optional<Flags> permanent)
    : account_(account),
      folder_(folder),
      mailbox_(account.mailbox(folder)),
      contents_(contents),
      outcomes_(outcomes),
      permanent_(std::move(permanent)) {}

Task<> Appending::run(mail::AppendMode mode) {
  try {
    if (mode == mail::AppendMode::multi)
      co_await run_multi();
    else
      co_await run_pipelined();
  } catch (...) {
    // Answers that came before the end of the connection count.
    settle_received();
    throw;
  }
  if (source_failure_) std::rethrow_exception(source_failure_);
  if (missing_) throw Failure(*missing_);
  if (other_generation_)
    account_.fail(ErrorCode::generation_changed, "The folder's UIDVALIDITY has changed.", folder_);
}

Task<> Appending::run_multi() {
  std::optional<Append> append;
  std::vector<mail::ItemId> items;
  while (auto head = co_await next()) {
    if (!append) append.emplace(account_.session(), mailbox_);
    items.push_back(head->id);
    const auto refusal = co_await begin(*append, *head);
    if (refusal) {
      settle_multi(*refusal, items);
      co_await refuse_rest(append_refusal(account_.session(), *refusal, folder_.path.text()));
      co_return;
    }
    co_await copy(*append);
  }
  if (!append) co_return;
  const auto tag = append->finish();
  while (true) {
    const auto event = co_await account_.session().next();
    const auto* completion = std::get_if<Completion>(&event);
    if (!completion || completion->tag != tag) continue;
    settle_multi(*completion, items);
    co_return;
  }
}

Task<> Appending::run_pipelined() {
  while (auto head = co_await next()) {
    settle_received();
    while (!stop_ && !sent_.empty() && sent_.size() + refused_in_a_row_ >= most_under_way)
      co_await settle_one();
    if (stop_) {
      while (!sent_.empty()) co_await settle_one();
      const auto kind = concerns_all_items(*stop_) ? mail::OutcomeKind::refused
                                                   : mail::OutcomeKind::batch_refused;
      refused(std::move(head->id), kind, *stop_);
      co_await refuse_rest(*stop_);
      co_return;
    }
    co_await send_alone(std::move(*head));
  }
  while (!sent_.empty()) co_await settle_one();
}

Task<> Appending::send_alone(mail::ContentHead head) {
  Append append(account_.session(), mailbox_);
  const auto refusal = co_await begin(append, head);
  sent_.push_back({append.tag(), std::move(head.id)});
  if (refusal) {
    settle(*refusal);
    while (!(co_await contents_.piece()).empty()) continue;
    co_return;
  }
  co_await copy(append);
  append.finish();
}

Task<std::optional<Completion>> Appending::begin(Append& append, const mail::ContentHead& head) {
  const auto type =
      account_.session().enabled("UTF8=ACCEPT") ? LiteralType::utf8 : LiteralType::literal;
  co_return co_await append.begin(kept(head.flags), date_of(head), head.size_bytes, type);
}

Task<> Appending::copy(Append& append) {
  while (true) {
    const auto bytes = co_await contents_.piece();
    if (bytes.empty()) break;
    co_await append.write(bytes);
  }
  if (append.remaining_bytes() > 0)
    account_.fail(ErrorCode::internal, "A message had fewer bytes than were announced.", folder_);
}

// A source that fails here has given its last message whole: what went out can be ended well.
Task<std::optional<mail::ContentHead>> Appending::next() {
  try {
    co_return co_await contents_.next();
  } catch (const Failure&) {
    source_failure_ = std::current_exception();
  }
  co_return std::nullopt;
}

// The stream must be drained, whatever became of it.
Task<> Appending::refuse_rest(Error error) {
  const auto kind =
      concerns_all_items(error) ? mail::OutcomeKind::refused : mail::OutcomeKind::batch_refused;
  while (!(co_await contents_.piece()).empty()) continue;
  while (auto head = co_await next()) {
    refused(std::move(head->id), kind, error);
    while (!(co_await contents_.piece()).empty()) continue;
  }
}

Task<> Appending::settle_one() {
  const auto event = co_await account_.session().next();
  if (const auto* completion = std::get_if<Completion>(&event)) settle(*completion);
}

void Appending::settle_received() {
  try {
    while (!sent_.empty()) {
      const auto event = account_.session().buffered();
      if (!event) return;
      if (const auto* completion = std::get_if<Completion>(&*event)) settle(*completion);
    }
  } catch (const Failure&) {
    // The connection's end is told by whoever waits for it.
  }
}

void Appending::settle(const Completion& completion) {
  const auto found = std::ranges::find(sent_, completion.tag, &Sent::tag);
  if (found == sent_.end()) return;
  auto item = std::move(found->item);
  sent_.erase(found);
  if (completion.ok()) {
    refused_in_a_row_ = 0;
    const auto uids = new_uids(completion, 1);
    stored(std::move(item), uids ? std::optional(uids->smallest()) : std::nullopt);
    return;
  }
  auto error = append_refusal(account_.session(), completion, folder_.path.text());
  if (error.code == ErrorCode::folder_missing) missing_ = error;
  if (concerns_all_items(error) || ++refused_in_a_row_ >= most_under_way) stop_ = error;
  refused(std::move(item), mail::OutcomeKind::refused, std::move(error));
}

void Appending::settle_multi(const Completion& completion, const std::vector<mail::ItemId>& items) {
  if (completion.ok()) {
    const auto uids = new_uids(completion, items.size());
    auto uid = uids ? uids->begin() : UidSet::Iterator();
    for (const auto& item : items) {
      stored(item, uids ? std::optional(*uid) : std::nullopt);
      if (uids) ++uid;
    }
    return;
  }
  const auto error = append_refusal(account_.session(), completion, folder_.path.text());
  if (error.code == ErrorCode::folder_missing) missing_ = error;
  const bool alone = items.size() == 1 || concerns_all_items(error);
  for (const auto& item : items)
    refused(item, alone ? mail::OutcomeKind::refused : mail::OutcomeKind::batch_refused, error);
}

void Appending::stored(mail::ItemId item, std::optional<Uid> uid) {
  outcomes_.take({.item = std::move(item),
                  .kind = mail::OutcomeKind::stored,
                  .target = uid ? std::optional(item_id(*uid)) : std::nullopt,
                  .error = {}});
}

void Appending::refused(mail::ItemId item, mail::OutcomeKind kind, Error error) {
  outcomes_.take({.item = std::move(item), .kind = kind, .target = {}, .error = std::move(error)});
}

std::optional<UidSet> Appending::new_uids(const Completion& completion, std::size_t count) {
  const auto* code = std::get_if<AppendUid>(&completion.status.code.value);
  if (!code || code->uids.count() != count) return std::nullopt;
  if (!folder_.generation.empty() && generation(code->validity) != folder_.generation) {
    other_generation_ = true;
    return std::nullopt;
  }
  return code->uids;
}

Flags Appending::kept(const mail::Flags& flags) const {
  const auto wished = wire_flags(flags);
  return permanent_ ? kept_flags(wished, *permanent_) : wished;
}

}  // namespace postferry::imap
