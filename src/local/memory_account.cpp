#include "local/memory_account.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "local/memory_naming.hpp"

namespace postferry::local {

mail::Traits generous_traits() {
  mail::Traits traits;
  traits.identity.vendor = "memory";
  traits.returns_ids = mail::Keeps::yes;
  traits.append_mode = mail::AppendMode::multi;
  return traits;
}

MemoryAccount::MemoryAccount(MemoryTraits traits) : traits_(std::move(traits)) {
  make_folder(*mail::FolderPath::from_segments({"INBOX"}));
}

MemoryFolder& MemoryAccount::make_folder(const mail::FolderPath& path) {
  if (path.is_root()) throw std::out_of_range("the root is no folder");
  if (!path.parent().is_root()) make_folder(path.parent());
  auto& folder = folders_[path];
  if (!folder) folder = std::make_unique<MemoryFolder>(path, next_generation_++);
  return *folder;
}

mail::ItemId MemoryAccount::deliver(const mail::FolderPath& folder, std::string bytes,
                                    const mail::Flags& flags, mail::Received received) {
  MemoryMessage message;
  message.flags = flags;
  message.received = received;
  message.bytes = std::make_shared<const std::string>(std::move(bytes));
  message.content = next_content_++;
  return item_id(make_folder(folder).add(std::move(message)));
}

mail::ItemId MemoryAccount::move(const mail::FolderPath& from, const mail::ItemId& id,
                                 const mail::FolderPath& to) {
  auto moved = copy(from, id, to);
  remove(from, id);
  return moved;
}

mail::ItemId MemoryAccount::copy(const mail::FolderPath& from, const mail::ItemId& id,
                                 const mail::FolderPath& to) {
  const auto* message = there(from).find(number_of(id));
  if (!message) throw std::out_of_range("no such message");
  return item_id(there(to).add(*message));
}

void MemoryAccount::remove(const mail::FolderPath& folder, const mail::ItemId& id) {
  if (!there(folder).erase(number_of(id))) throw std::out_of_range("no such message");
}

void MemoryAccount::set_flags(const mail::FolderPath& folder, const mail::ItemId& id,
                              const mail::Flags& flags) {
  if (!there(folder).set_flags(number_of(id), flags)) throw std::out_of_range("no such message");
}

void MemoryAccount::rename_folder(const mail::FolderPath& from, const mail::FolderPath& to) {
  there(from);
  std::vector<mail::FolderPath> moving;
  for (const auto& [path, folder] : folders_)
    if (path.is_within(from)) moving.push_back(path);
  for (const auto& path : moving) {
    auto renamed = to;
    for (const auto& segment : path.segments().subspan(from.segments().size()))
      renamed = renamed.child(segment);
    auto node = folders_.extract(path);
    node.key() = renamed;
    node.mapped()->listed.path = renamed;
    node.mapped()->listed.store_name = renamed.text();
    folders_.insert(std::move(node));
  }
}

void MemoryAccount::remove_folder(const mail::FolderPath& path) {
  there(path);
  folders_.erase(path);
}

void MemoryAccount::bump_generation(const mail::FolderPath& folder) {
  there(folder).begin_generation(next_generation_++);
}

void MemoryAccount::commit_late() {
  for (auto& late : std::exchange(late_, {})) commit(std::move(late));
}

void MemoryAccount::commit(LateCommit late) {
  auto* folder = find(late.folder);
  if (!folder) return;
  for (auto& message : late.messages) store(*folder, std::move(message));
}

std::vector<mail::FolderPath> MemoryAccount::paths() const {
  std::vector<mail::FolderPath> result;
  for (const auto& [path, folder] : folders_) result.push_back(path);
  return result;
}

std::vector<MemoryMessage> MemoryAccount::messages(const mail::FolderPath& folder) const {
  std::vector<MemoryMessage> result;
  if (const auto* found = find(folder))
    for (const auto& [number, message] : found->messages()) result.push_back(message);
  return result;
}

std::uint64_t MemoryAccount::used_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [path, folder] : folders_)
    for (const auto& [number, message] : folder->messages()) bytes += message.bytes->size();
  return bytes;
}

std::uint64_t MemoryAccount::used_items() const {
  std::uint64_t items = 0;
  for (const auto& [path, folder] : folders_) items += folder->messages().size();
  return items;
}

MemoryFolder* MemoryAccount::find(const mail::FolderPath& path) {
  return const_cast<MemoryFolder*>(std::as_const(*this).find(path));
}

const MemoryFolder* MemoryAccount::find(const mail::FolderPath& path) const {
  if (const auto at = folders_.find(path); at != folders_.end()) return at->second.get();
  const auto rule = traits_.told.naming.name_case;
  const auto twin = std::ranges::find_if(
      folders_, [&](const auto& entry) { return same_name(entry.first, path, rule); });
  return twin == folders_.end() ? nullptr : twin->second.get();
}

std::vector<const MemoryFolder*> MemoryAccount::folders() const {
  std::vector<const MemoryFolder*> result;
  for (const auto& [path, folder] : folders_) result.push_back(folder.get());
  return result;
}

Result<MemoryFolder*> MemoryAccount::ensure(const mail::FolderWish& wish) {
  const auto refused = [&wish](std::string why) {
    return std::unexpected(Error{.code = ErrorCode::folder_refused,
                                 .text = std::move(why),
                                 .where = wish.path.text(),
                                 .scope = Scope::folder});
  };
  auto* folder = find(wish.path);
  if (!folder) {
    if (auto why = name_refusal(wish.path, traits_.told.naming)) return refused(*why);
    auto parent = wish.path.parent();
    if (!parent.is_root()) {
      const auto made = ensure({.path = parent});
      if (!made) return refused(made.error().text);
      if ((*made)->listed.inferiors == mail::Inferiors::refused)
        return refused("The parent takes no folders.");
      parent = (*made)->listed.path;
    }
    folder = &make_folder(parent.child(wish.path.name()));
    if (wish.special_use != mail::SpecialUse::none) folder->listed.special_use = wish.special_use;
  }
  folder->listed.selectable = mail::Selectable::yes;
  if (wish.subscribed == mail::Subscribed::yes) folder->listed.subscribed = mail::Subscribed::yes;
  return folder;
}

std::uint32_t MemoryAccount::store(MemoryFolder& folder, MemoryMessage message) {
  const bool in_future = message.received.instant > clock_();
  if (traits_.dates == MemoryDates::ignored || (traits_.dates == MemoryDates::clamped && in_future))
    message.received = {clock_(), {}};
  message.flags = mail::difference(message.flags, traits_.drops);
  if (traits_.rewrites)
    message.bytes = std::make_shared<const std::string>(traits_.rewrites(*message.bytes));
  if (message.content == 0) message.content = next_content_++;
  return folder.add(std::move(message));
}

void MemoryAccount::store_late(const mail::FolderPath& folder,
                               std::vector<MemoryMessage> messages) {
  late_.push_back({folder, std::move(messages)});
}

void MemoryAccount::bring_late_nearer() {
  if (!traits_.late_commit_looks) return;
  std::vector<LateCommit> waiting;
  for (auto& late : std::exchange(late_, {})) {
    if (late.looks++ < *traits_.late_commit_looks)
      waiting.push_back(std::move(late));
    else
      commit(std::move(late));
  }
  std::ranges::move(waiting, std::back_inserter(late_));
}

MemoryFault MemoryAccount::step(MemoryStep step) {
  step.number = ++steps_;
  return faults_ ? faults_(step) : MemoryFault::none;
}

MemoryFolder& MemoryAccount::there(const mail::FolderPath& path) {
  auto* folder = find(path);
  if (!folder) throw std::out_of_range("no folder " + path.text());
  return *folder;
}

}  // namespace postferry::local
