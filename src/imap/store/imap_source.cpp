#include "imap/store/imap_source.hpp"

#include <limits>
#include <string_view>
#include <utility>

#include "imap/store/changes.hpp"
#include "imap/store/contents.hpp"
#include "imap/store/list_folders.hpp"
#include "imap/store/look.hpp"
#include "imap/store/search.hpp"
#include "imap/store/traits.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {

ImapSource::ImapSource(std::shared_ptr<Account> account)
    : account_(std::move(account)), traits_(traits_of(*account_)) {}

Task<> ImapSource::prepare() {
  co_await account_->learn_namespaces();
  traits_ = traits_of(*account_);
  const auto& capabilities = account_->session().capabilities();
  if (!capabilities.has("APPENDLIMIT") || traits_.largest_item_bytes) co_return;
  const std::vector<std::string_view> items{"APPENDLIMIT"};
  std::vector<Command> commands;
  commands.push_back(status("INBOX", items, account_->session().literals()));
  co_await account_->run_all(std::move(commands), [this](Response& response) {
    if (const auto* data = std::get_if<StatusData>(&response))
      traits_.largest_item_bytes = data->append_limit_bytes;
  });
}

Task<std::vector<mail::Folder>> ImapSource::folders() {
  auto folders = co_await list_folders(*account_);
  traits_.naming = naming_rules(*account_);
  co_return folders;
}

Task<std::unique_ptr<mail::ChangeStream>> ImapSource::changes(const mail::Folder& folder,
                                                              const mail::Checkpoint& since) {
  return open_changes(*account_, folder, since);
}

Task<std::vector<mail::ItemId>> ImapSource::ids(const mail::Folder& folder) {
  co_await account_->refresh(co_await account_->open(folder, Access::read_only));
  const auto uids = co_await uids_from(*account_, folder, 1);
  std::vector<mail::ItemId> ids;
  ids.reserve(uids.count());
  for (const Uid uid : uids) ids.push_back(item_id(uid));
  co_return ids;
}

Task<mail::Checkpoint> ImapSource::mark(const mail::Folder& folder) {
  co_return checkpoint(co_await account_->state_now(folder));
}

Task<mail::Arrivals> ImapSource::arrivals(const mail::Folder& folder,
                                          const mail::Checkpoint& mark) {
  const auto then = parse_checkpoint(mark);
  if (!then) account_->fail(ErrorCode::internal, "This is no mark of this store.", folder);
  const auto now = co_await account_->state_now(folder);
  if (now.uid_validity != then->uid_validity)
    account_->fail(ErrorCode::generation_changed, "The folder's UIDVALIDITY has changed.", folder);
  mail::Arrivals arrivals;
  if (now.uid_next <= then->uid_next) co_return arrivals;
  co_await account_->open(folder, Access::read_only);
  auto uids = co_await uids_from(*account_, folder, then->uid_next);
  if (now.uid_next <= std::numeric_limits<Uid>::max())
    uids.remove(UidSet(UidRange{static_cast<Uid>(now.uid_next), std::numeric_limits<Uid>::max()}));
  for (const Uid uid : uids) arrivals.ids.push_back(item_id(uid));
  arrivals.gone = now.uid_next - then->uid_next - arrivals.ids.size();
  co_return arrivals;
}

Task<std::vector<mail::Placement>> ImapSource::look(const mail::Folder& folder,
                                                    std::span<const mail::ItemId> ids) {
  return look_at(*account_, folder, ids);
}

Task<std::vector<mail::Description>> ImapSource::describe(const mail::Folder& folder,
                                                          std::span<const mail::ItemId> ids) {
  return imap::describe(*account_, folder, ids);
}

Task<std::unique_ptr<mail::ContentStream>> ImapSource::read(const mail::Folder& folder,
                                                            std::vector<mail::ItemId> ids) {
  if (co_await account_->open(folder, Access::read_only) == View::opened_before)
    co_await account_->refresh_for(uid_set(ids).largest());
  co_return std::make_unique<Contents>(*account_, folder, std::move(ids));
}

Task<> ImapSource::close() { co_await account_->session().logout(); }

}  // namespace postferry::imap
