#include "local/memory_target.hpp"

#include <utility>

#include "local/memory_append.hpp"

namespace postferry::local {
namespace {

mail::Outcome refused(const mail::ItemId& id, ErrorCode code, std::string text,
                      const mail::Folder& folder) {
  mail::Outcome outcome;
  outcome.item = id;
  outcome.kind = mail::OutcomeKind::refused;
  outcome.error = Error{
      .code = code, .text = std::move(text), .where = folder.path.text(), .scope = Scope::item};
  return outcome;
}

// Ends the conversation unless the call came to its end: what was sent halfway is never padded.
class Unfinished {
 public:
  explicit Unfinished(MemoryConversation& conversation) : conversation_(&conversation) {}
  ~Unfinished() {
    if (conversation_) conversation_->lose();
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void finish() noexcept { conversation_ = nullptr; }

 private:
  MemoryConversation* conversation_;
};

}  // namespace

MemoryTarget::MemoryTarget(MemoryAccount& account)
    : conversation_(std::make_shared<MemoryConversation>(account)), reading_(conversation_) {}

Task<mail::Quota> MemoryTarget::quota() {
  co_await conversation_->begin(MemoryCall::quota);
  const auto& account = conversation_->account();
  mail::Quota quota;
  quota.limit_bytes = account.traits().quota_bytes;
  quota.limit_items = account.traits().quota_items;
  if (quota.limit_bytes) quota.used_bytes = account.used_bytes();
  if (quota.limit_items) quota.used_items = account.used_items();
  co_return quota;
}

Task<Result<mail::Folder>> MemoryTarget::ensure(const mail::FolderWish& wish) {
  co_await conversation_->begin(MemoryCall::ensure, wish.path);
  const auto made = conversation_->account().ensure(wish);
  if (!made) co_return std::unexpected(made.error());
  auto folder = listed_folder(**made, conversation_->account().traits());
  folder.state.reset();
  co_return folder;
}

Task<mail::Flags> MemoryTarget::accepted(const mail::Folder& folder, const mail::Flags& wished) {
  co_await conversation_->begin(MemoryCall::accepted, folder.path);
  conversation_->open(folder);
  const auto& traits = conversation_->account().traits();
  co_return mail::difference(wished, mail::merged(traits.drops, traits.refuses));
}

Task<> MemoryTarget::append(const mail::Folder& folder, mail::ContentStream& contents,
                            mail::OutcomeSink& outcomes) {
  co_await conversation_->begin(MemoryCall::append, folder.path);
  conversation_->open(folder);
  Unfinished unfinished(*conversation_);
  MemoryAppend append(*conversation_, folder, outcomes);
  while (const auto head = co_await contents.next()) co_await append.receive(*head, contents);
  append.finish();
  unfinished.finish();
}

Task<> MemoryTarget::place(const mail::Folder& from, std::vector<mail::ItemId> ids,
                           const mail::Folder& to, mail::PlaceKind kind,
                           mail::OutcomeSink& outcomes) {
  co_await conversation_->begin(MemoryCall::place, from.path);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto fault = conversation_->step(MemoryMoment::before_store, i);
    auto outcome = fault == MemoryFault::refuse
                       ? refused(ids[i], ErrorCode::server_refused, "NO, says the server.", from)
                       : place_one(from, ids[i], to, kind);
    conversation_->step(MemoryMoment::before_answer, i);
    outcomes.take(std::move(outcome));
  }
}

mail::Outcome MemoryTarget::place_one(const mail::Folder& from, const mail::ItemId& id,
                                      const mail::Folder& to, mail::PlaceKind kind) {
  auto& old_place = conversation_->open_in_generation(from);
  auto& new_place = conversation_->open(to);
  const auto* message = old_place.find(number_of(id));
  if (!message) return refused(id, ErrorCode::item_gone, "No such message.", from);
  mail::Outcome outcome;
  outcome.item = id;
  if (kind == mail::PlaceKind::finish_move) {
    old_place.erase(number_of(id));
    return outcome;
  }
  const auto number = new_place.add(*message);
  if (kind == mail::PlaceKind::move) old_place.erase(number_of(id));
  if (traits().returns_ids == mail::Keeps::yes) outcome.target = item_id(number);
  return outcome;
}

Task<std::vector<mail::Placement>> MemoryTarget::look_to_change(const mail::Folder& folder,
                                                                std::span<const mail::ItemId> ids) {
  return reading_.look(folder, ids);
}

Task<> MemoryTarget::set_flags(const mail::Folder& folder, std::vector<mail::FlagChange> changes,
                               mail::OutcomeSink& outcomes) {
  co_await conversation_->begin(MemoryCall::set_flags, folder.path);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto fault = conversation_->step(MemoryMoment::before_store, i);
    auto outcome = fault == MemoryFault::refuse ? refused(changes[i].id, ErrorCode::server_refused,
                                                          "NO, says the server.", folder)
                                                : change_one(folder, changes[i]);
    conversation_->step(MemoryMoment::before_answer, i);
    outcomes.take(std::move(outcome));
  }
}

mail::Outcome MemoryTarget::change_one(const mail::Folder& folder, const mail::FlagChange& change) {
  auto& open = conversation_->open_in_generation(folder);
  const auto* message = open.find(number_of(change.id));
  if (!message) return refused(change.id, ErrorCode::item_gone, "No such message.", folder);
  const auto& traits = conversation_->account().traits();
  if (mail::difference(change.add, traits.refuses) != change.add)
    return refused(change.id, ErrorCode::server_refused, "A flag is not allowed.", folder);
  const auto added = mail::merged(message->flags, mail::difference(change.add, traits.drops));
  open.set_flags(message->number, mail::difference(added, change.remove));
  mail::Outcome outcome;
  outcome.item = change.id;
  outcome.target = change.id;
  return outcome;
}

}  // namespace postferry::local
