#include "imap/store/list_folders.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "imap/store/listing.hpp"
#include "imap/store/refusals.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t statuses_at_once = 100;
constexpr std::size_t most_lines = 300'000;  // LIST, LSUB and STATUS of a hundred thousand folders

void take(Listing& listing, Response& response) {
  if (auto* line = std::get_if<ListResponse>(&response)) {
    switch (line->kind) {
      case ListKind::list:
        listing.listed.push_back(std::move(*line));
        break;
      case ListKind::lsub:
        listing.subscribed.push_back(std::move(*line));
        break;
      case ListKind::xlist:
        listing.special.push_back(std::move(*line));
        break;
    }
  } else if (auto* status = std::get_if<StatusData>(&response)) {
    listing.statuses.push_back(std::move(*status));
  }
}

[[noreturn]] void fail(const Account& account, const Completion& completion) {
  Error error = command_refusal(account.session(), completion, {}, Scope::account);
  throw Failure(std::move(error));
}

void check_bound(Account& account, const Listing& listing) {
  if (listing.listed.size() + listing.subscribed.size() + listing.special.size() +
          listing.statuses.size() <
      most_lines)
    return;
  account.abandon();
  throw Failure(store_error(account.session(), ErrorCode::bound_exceeded,
                            "LIST shows more than 100,000 folders.",
                            account.session().options().host, Scope::host));
}

// Runs what is needed for the namespaces, then the listing commands, all in one flight. Gives the
// completion of the first listing command.
Task<Completion> ask(Account& account, std::vector<Command> commands, Listing& listing) {
  auto all = account.namespace_commands();
  const auto first = all.size();
  for (auto& command : commands) all.push_back(std::move(command));
  auto completions = co_await account.run_all(std::move(all), [&](Response& response) {
    const auto* line = std::get_if<ListResponse>(&response);
    const bool root = line && line->mailbox.empty();
    if (root || std::holds_alternative<NamespaceResponse>(response))
      account.take_namespaces(response);
    else
      take(listing, response);
    check_bound(account, listing);
  });
  co_return std::move(completions[first]);
}

Task<bool> list_extended(Account& account, Listing& listing) {
  const auto& capabilities = account.session().capabilities();
  const bool rev2 = capabilities.has("IMAP4rev2");
  if (!rev2 && !capabilities.has("LIST-EXTENDED")) co_return false;
  ListReturn wanted;
  wanted.subscribed = true;
  wanted.special_use = rev2 || capabilities.has("SPECIAL-USE");
  if (rev2 || capabilities.has("LIST-STATUS")) wanted.status_items = state_items(account);
  std::vector<Command> commands;
  commands.push_back(imap::list_extended({}, "", "*", wanted, account.session().literals()));
  const auto completion = co_await ask(account, std::move(commands), listing);
  if (!completion.ok()) listing = {};
  co_return completion.ok();
}

Task<> list_plainly(Account& account, Listing& listing) {
  const auto& session = account.session();
  std::vector<Command> commands;
  commands.push_back(list("", "*", session.literals()));
  commands.push_back(lsub("", "*", session.literals()));
  if (session.capabilities().has("XLIST") && !session.capabilities().has("SPECIAL-USE"))
    commands.push_back(xlist("", "*", session.literals()));
  const auto completion = co_await ask(account, std::move(commands), listing);
  if (!completion.ok()) fail(account, completion);
}

// For folders that the listing brought no state of.
Task<> ask_states(Account& account, std::vector<mail::Folder>& folders) {
  const auto items = state_items(account);
  const std::vector<std::string_view> words(items.begin(), items.end());
  std::vector<mail::Folder*> waiting;
  for (auto& folder : folders)
    if (folder.selectable == mail::Selectable::yes && !folder.state) waiting.push_back(&folder);
  for (std::size_t from = 0; from < waiting.size(); from += statuses_at_once) {
    const auto to = std::min(waiting.size(), from + statuses_at_once);
    std::vector<Command> commands;
    for (auto at = from; at < to; ++at)
      commands.push_back(status(waiting[at]->store_name, words, account.session().literals()));
    co_await account.run_all(std::move(commands), [&](Response& response) {
      const auto* data = std::get_if<StatusData>(&response);
      if (!data) return;
      for (auto at = from; at < to; ++at)
        if (waiting[at]->store_name == data->mailbox ||
            (is_inbox_name(data->mailbox) && is_inbox_name(waiting[at]->store_name)))
          take_status(*waiting[at], *data, account.modseq_trust());
    });
  }
}

}  // namespace

Task<std::vector<mail::Folder>> list_folders(Account& account) {
  // The state of the mailbox that is open would be that of its last look.
  if (account.session().selected()) co_await account.refresh(View::opened_before);
  Listing listing;
  const bool extended = co_await list_extended(account, listing);
  if (!extended) co_await list_plainly(account, listing);
  co_await account.learn_namespaces();
  listing.namespaces = account.namespaces();
  const auto encoding = account.session().name_encoding();
  auto folders = folders_of(listing, encoding, account.modseq_trust());
  const bool asked = extended && (account.session().capabilities().has("LIST-STATUS") ||
                                  account.session().capabilities().has("IMAP4rev2"));
  if (!asked) co_await ask_states(account, folders);
  co_return folders;
}

}  // namespace postferry::imap
