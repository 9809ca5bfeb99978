#include "local/memory_source.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "local/memory_streams.hpp"

namespace postferry::local {
namespace {

constexpr std::size_t most_ids = 1000;  // of one call, by the contract of the doors

void require_few(std::span<const mail::ItemId> ids) {
  if (ids.size() > most_ids)
    throw Failure(Error{
        .code = ErrorCode::internal, .text = "More than a thousand ids in one call.", .where = {}});
}

}  // namespace

mail::Folder listed_folder(const MemoryFolder& folder, const MemoryTraits& traits) {
  auto listed = folder.listed;
  if (!traits.listing || listed.selectable == mail::Selectable::no) return listed;
  listed.generation = mail::Generation(std::to_string(folder.generation()));
  mail::FolderState state;
  state.messages = folder.messages().size();
  state.covers = *traits.listing;
  if (traits.versions == MemoryVersions::none)
    state.covers = std::min(state.covers, mail::Covers::membership);
  if (state.covers != mail::Covers::nothing) {
    state.checkpoint = told_mark(folder, traits).checkpoint();
    state.last_number = folder.next_number() - 1;
  }
  listed.state = state;
  return listed;
}

MemorySource::MemorySource(MemoryAccount& account)
    : conversation_(std::make_shared<MemoryConversation>(account)) {}
MemorySource::MemorySource(std::shared_ptr<MemoryConversation> conversation)
    : conversation_(std::move(conversation)) {}

const mail::Traits& MemorySource::traits() const { return conversation_->account().traits().told; }

Task<std::vector<mail::Folder>> MemorySource::folders() {
  co_await conversation_->begin(MemoryCall::folders);
  auto& account = conversation_->account();
  std::vector<mail::Folder> result;
  for (const auto* folder : account.folders())
    result.push_back(listed_folder(*folder, account.traits()));
  co_return result;
}

Task<std::unique_ptr<mail::ChangeStream>> MemorySource::changes(const mail::Folder& folder,
                                                                const mail::Checkpoint& since) {
  co_await conversation_->begin(MemoryCall::changes, folder.path);
  conversation_->account().bring_late_nearer();
  co_return std::make_unique<MemoryChangeStream>(conversation_, conversation_->open(folder), since);
}

Task<std::vector<mail::ItemId>> MemorySource::ids(const mail::Folder& folder) {
  co_await conversation_->begin(MemoryCall::ids, folder.path);
  conversation_->account().bring_late_nearer();
  std::vector<mail::ItemId> result;
  for (const auto& [number, message] : conversation_->open_in_generation(folder).messages())
    result.push_back(item_id(number));
  co_return result;
}

Task<mail::Checkpoint> MemorySource::mark(const mail::Folder& folder) {
  co_await conversation_->begin(MemoryCall::mark, folder.path);
  conversation_->account().bring_late_nearer();
  co_return told_mark(conversation_->open(folder), conversation_->account().traits()).checkpoint();
}

Task<mail::Arrivals> MemorySource::arrivals(const mail::Folder& folder,
                                            const mail::Checkpoint& mark) {
  co_await conversation_->begin(MemoryCall::arrivals, folder.path);
  conversation_->account().bring_late_nearer();
  const auto& now = conversation_->open(folder);
  const auto then = MemoryMark::parse(mark);
  if (!then || then->generation != now.generation())
    throw Failure(Error{.code = ErrorCode::generation_changed,
                        .text = "",
                        .where = folder.path.text(),
                        .scope = Scope::folder});
  mail::Arrivals result;
  const auto& messages = now.messages();
  for (auto at = messages.lower_bound(then->next_number); at != messages.end(); ++at)
    result.ids.push_back(item_id(at->first));
  result.gone = now.next_number() - then->next_number - result.ids.size();
  co_return result;
}

Task<std::vector<mail::Placement>> MemorySource::look(const mail::Folder& folder,
                                                      std::span<const mail::ItemId> ids) {
  co_await conversation_->begin(MemoryCall::look, folder.path);
  require_few(ids);
  const auto& open = conversation_->open_in_generation(folder);
  std::vector<mail::Placement> result;
  for (const auto& id : ids)
    if (const auto* message = open.find(number_of(id)))
      result.push_back(placement_of(*message, conversation_->account().traits()));
  co_return result;
}

Task<std::vector<mail::Description>> MemorySource::describe(const mail::Folder& folder,
                                                            std::span<const mail::ItemId> ids) {
  co_await conversation_->begin(MemoryCall::describe, folder.path);
  require_few(ids);
  const auto& open = conversation_->open_in_generation(folder);
  std::vector<mail::Description> result;
  for (const auto& id : ids)
    if (const auto* message = open.find(number_of(id)))
      result.push_back({placement_of(*message, conversation_->account().traits()),
                        mail::fingerprint_of(*message->bytes)});
  co_return result;
}

Task<std::unique_ptr<mail::ContentStream>> MemorySource::read(const mail::Folder& folder,
                                                              std::vector<mail::ItemId> ids) {
  co_await conversation_->begin(MemoryCall::read, folder.path);
  conversation_->open_in_generation(folder);
  co_return std::make_unique<MemoryContentStream>(conversation_, folder, std::move(ids));
}

Task<> MemorySource::close() {
  co_await conversation_->begin(MemoryCall::close);
  conversation_->lose();
}

}  // namespace postferry::local
