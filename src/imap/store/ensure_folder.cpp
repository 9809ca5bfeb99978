#include "imap/store/ensure_folder.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "imap/store/listing.hpp"
#include "imap/store/refusals.hpp"
#include "imap/store/special_use.hpp"

namespace postferry::imap {
namespace {

struct Making {
  mail::Folder folder;
  std::vector<Completion> completions;
  bool named_exactly = false;  // LIST shows it under the very name
  bool subscribed = false;
};

std::string use_of(const Session& session, mail::SpecialUse use) {
  if (!session.capabilities().has("CREATE-SPECIAL-USE")) return {};
  return std::string(use_attribute(use));
}

Command status_command(const Account& account, const std::string& mailbox) {
  const auto items = state_items(account);
  const std::vector<std::string_view> words(items.begin(), items.end());
  return status(mailbox, words, account.session().literals());
}

void take(Making& making, ModSeqTrust trust, Response& response) {
  if (const auto* data = std::get_if<StatusData>(&response)) {
    take_status(making.folder, *data, trust);
  } else if (const auto* line = std::get_if<ListResponse>(&response)) {
    const bool same = line->mailbox == making.folder.store_name ||
                      (making.folder.path.is_inbox() && is_inbox_name(line->mailbox));
    if (!same || line->has("\\NonExistent")) return;
    making.named_exactly = true;
    making.folder.selectable =
        line->has("\\Noselect") ? mail::Selectable::no : mail::Selectable::yes;
    if (line->has("\\Noinferiors")) making.folder.inferiors = mail::Inferiors::refused;
  }
}

Task<> run(Account& account, Making& making, std::vector<Command> commands) {
  making.completions = co_await account.run_all(std::move(commands), [&](Response& response) {
    take(making, account.modseq_trust(), response);
  });
}

// A name that only leads to others holds no messages.
bool is_there(const Making& making) {
  return making.named_exactly && making.folder.selectable == mail::Selectable::yes;
}

// The commands, and SUBSCRIBE where it is wished, in one flight; gives the first completion.
Task<Completion> run_subscribing(Account& account, Making& making, mail::Subscribed wished,
                                 std::vector<Command> commands) {
  const bool subscribing = wished == mail::Subscribed::yes;
  if (subscribing)
    commands.push_back(subscribe(making.folder.store_name, account.session().literals()));
  co_await run(account, making, std::move(commands));
  if (subscribing && making.completions.back().ok()) making.subscribed = true;
  co_return std::move(making.completions.front());
}

// CREATE, then the look that shows what came of it.
Task<Completion> make(Account& account, Making& making, std::string special_use,
                      mail::Subscribed wished) {
  const auto& mailbox = making.folder.store_name;
  const auto support = account.session().literals();
  std::vector<Command> commands;
  commands.push_back(create(mailbox, special_use, support));
  commands.push_back(list("", mailbox, support));
  commands.push_back(status_command(account, mailbox));
  co_return co_await run_subscribing(account, making, wished, std::move(commands));
}

// Some servers subscribe what is not there.
Task<> take_back_subscription(Account& account, const Making& making) {
  if (!making.subscribed) co_return;
  std::vector<Command> commands;
  commands.push_back(unsubscribe(making.folder.store_name, account.session().literals()));
  co_await account.run_all(std::move(commands));
}

// Some servers want the parents first. Their refusal shows in that of the child.
Task<> make_parents(Account& account, const mail::FolderPath& path) {
  std::vector<Command> commands;
  for (std::size_t depth = 1; depth < path.segments().size(); ++depth) {
    const auto segments = path.segments().first(depth);
    auto parent =
        mail::FolderPath::from_segments(std::vector<std::string>(segments.begin(), segments.end()));
    if (!parent || parent->is_inbox()) continue;
    if (const auto mailbox = mailbox_of(*parent, account.names()))
      commands.push_back(create(*mailbox, {}, account.session().literals()));
  }
  if (!commands.empty()) co_await account.run_all(std::move(commands));
}

mail::Folder made(Making making) {
  if (making.subscribed) making.folder.subscribed = mail::Subscribed::yes;
  return std::move(making.folder);
}

Task<Result<mail::Folder>> see_inbox(Account& account, Making making, mail::Subscribed wished) {
  std::vector<Command> commands;
  commands.push_back(status_command(account, making.folder.store_name));
  const auto completion = co_await run_subscribing(account, making, wished, std::move(commands));
  if (!completion.ok())
    co_return std::unexpected(
        open_refusal(account.session(), completion, making.folder.path.text()));
  making.folder.special_use = mail::SpecialUse::inbox;
  co_return made(std::move(making));
}

}  // namespace

Task<Result<mail::Folder>> ensure_folder(Account& account, mail::FolderWish wish) {
  co_await account.learn_namespaces();
  auto mailbox = mailbox_of(wish.path, account.names());
  if (!mailbox) {
    mailbox.error().side = account.session().options().side;
    co_return std::unexpected(std::move(mailbox.error()));
  }
  Making making;
  making.folder.path = wish.path;
  making.folder.store_name = std::move(*mailbox);
  if (wish.path.is_inbox())
    co_return co_await see_inbox(account, std::move(making), wish.subscribed);
  auto use = use_of(account.session(), wish.special_use);
  auto completion = co_await make(account, making, use, wish.subscribed);
  if (!completion.ok() && !is_there(making) && !use.empty()) {
    use.clear();
    completion = co_await make(account, making, use, wish.subscribed);
  }
  if (!completion.ok() && !is_there(making) && wish.path.segments().size() > 1) {
    co_await make_parents(account, wish.path);
    completion = co_await make(account, making, use, wish.subscribed);
  }
  if (!completion.ok() && !is_there(making)) {
    co_await take_back_subscription(account, making);
    co_return std::unexpected(create_refusal(account.session(), completion, wish.path.text()));
  }
  if (completion.ok() && !use.empty()) making.folder.special_use = wish.special_use;
  co_return made(std::move(making));
}

}  // namespace postferry::imap
