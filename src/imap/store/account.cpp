#include "imap/store/account.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

constexpr std::chrono::seconds longest_unseen{1};

}  // namespace

Account::Account(std::unique_ptr<Session> session) : session_(std::move(session)) {
  if (const auto& told = session_->namespaces(); told && !told->personal.empty()) {
    namespaces_ = *told;
    knows_namespaces_ = true;
  }
}

bool Account::has_modseqs() const noexcept {
  const auto& capabilities = session_->capabilities();
  return (capabilities.has("CONDSTORE") || capabilities.has("QRESYNC")) &&
         !session_->quirks().has(Quirk::modseq_unreliable);
}

ModSeqTrust Account::modseq_trust() const noexcept {
  return has_modseqs() ? ModSeqTrust::honest : ModSeqTrust::none;
}

void Account::abandon() noexcept {
  session_->abandon();
  abandoned_ = true;
}

void Account::check() const {
  if (abandoned_)
    throw Failure(store_error(*session_, ErrorCode::connection_lost,
                              "The connection was ended within an answer.",
                              session_->options().host, Scope::host));
}

Task<> Account::refresh(View view) {
  if (view == View::just_opened) co_return;
  std::vector<Command> commands;
  commands.push_back(plain_command("NOOP"));
  co_await run_all(std::move(commands));
  seen_at_ = std::chrono::steady_clock::now();
}

Task<> Account::refresh_for(Uid newest) {
  const bool old = std::chrono::steady_clock::now() - seen_at_ > longest_unseen;
  if (newest < seen_until_ && !old) co_return;
  co_await refresh(View::opened_before);
  seen_until_ = std::max(seen_until_, std::uint64_t{newest} + 1);
}

Task<std::vector<Completion>> Account::run_all(std::vector<Command> commands, UntaggedSink sink) {
  check();
  std::vector<Tag> tags;
  for (auto& command : commands) tags.push_back(session_->send(std::move(command)));
  std::vector<Completion> completions(tags.size());
  std::size_t open = tags.size();
  while (open > 0) {
    auto event = session_->buffered();
    if (!event) {
      co_await session_->fill();
      continue;
    }
    if (auto* response = std::get_if<Response>(&*event)) {
      if (sink) sink(*response);
    } else if (auto* completion = std::get_if<Completion>(&*event)) {
      const auto at = std::ranges::find(tags, completion->tag) - tags.begin();
      if (at == std::ssize(tags)) continue;
      completions[static_cast<std::size_t>(at)] = std::move(*completion);
      --open;
    }
  }
  co_return completions;
}

std::vector<Command> Account::namespace_commands() const {
  std::vector<Command> commands;
  if (knows_namespaces_) return commands;
  if (session_->capabilities().has("NAMESPACE"))
    commands.push_back(plain_command("NAMESPACE"));
  else
    commands.push_back(list("", "", session_->literals()));
  return commands;
}

void Account::take_namespaces(Response& response) {
  if (knows_namespaces_) return;
  if (auto* spaces = std::get_if<NamespaceResponse>(&response)) {
    namespaces_ = std::move(*spaces);
    knows_namespaces_ = true;
  } else if (auto* root = std::get_if<ListResponse>(&response); root && root->mailbox.empty()) {
    namespaces_.personal = {Namespace{.prefix = {}, .delimiter = root->delimiter}};
    knows_namespaces_ = true;
  }
}

Task<> Account::learn_namespaces() {
  if (knows_namespaces_) co_return;
  co_await run_all(namespace_commands(), [this](Response& response) { take_namespaces(response); });
  if (knows_namespaces_ && !namespaces_.personal.empty()) co_return;
  // NAMESPACE was refused or is empty: the root of LIST names the delimiter.
  std::vector<Command> root;
  root.push_back(list("", "", session_->literals()));
  co_await run_all(std::move(root), [this](Response& response) {
    if (auto* listed = std::get_if<ListResponse>(&response))
      namespaces_.personal = {Namespace{.prefix = {}, .delimiter = listed->delimiter}};
  });
  knows_namespaces_ = true;
}

FolderNames Account::names() const {
  return personal_names(namespaces_, session_->name_encoding());
}

std::string Account::mailbox(const mail::Folder& folder) const {
  if (!folder.store_name.empty()) return folder.store_name;
  auto mailbox = mailbox_of(folder.path, names());
  if (!mailbox) fail(mailbox.error().code, mailbox.error().text, folder);
  return std::move(*mailbox);
}

Task<View> Account::open(const mail::Folder& folder, Access access) {
  check();
  const auto& selected = session_->selected();
  const bool enough = access == Access::read_only || access_ == Access::read_write;
  auto view = View::opened_before;
  if (!selected || !enough || selected->mailbox != mailbox(folder)) {
    co_await open_anew(folder, access);
    view = View::just_opened;
  }
  if (!folder.generation.empty() && selected->uid_validity &&
      generation(*selected->uid_validity) != folder.generation)
    fail(ErrorCode::generation_changed, "The folder's UIDVALIDITY has changed.", folder);
  co_return view;
}

Task<> Account::open_anew(const mail::Folder& folder, Access access) {
  check();
  const auto name = mailbox(folder);
  const auto condstore = has_modseqs() ? Condstore::on : Condstore::off;
  const auto completion = co_await session_->select(access, name, condstore);
  if (!completion.ok()) {
    Error error = open_refusal(*session_, completion, folder.path.text());
    if (error.code == ErrorCode::server_refused && !co_await is_listed(name))
      error.code = ErrorCode::folder_missing;
    throw Failure(std::move(error));
  }
  access_ = access;
  seen_at_ = std::chrono::steady_clock::now();
  seen_until_ = session_->selected()->uid_next.value_or(0);
}

Task<bool> Account::is_listed(std::string mailbox) {
  bool listed = false;
  std::vector<Command> commands;
  commands.push_back(list("", mailbox, session_->literals()));
  co_await run_all(std::move(commands), [&](Response& response) {
    const auto* line = std::get_if<ListResponse>(&response);
    if (line && line->mailbox == mailbox && !line->has("\\NonExistent")) listed = true;
  });
  co_return listed;
}

Task<MailboxState> Account::opened_state(const mail::Folder& folder) {
  Selected selected = *session_->selected();
  if (!selected.uid_next || !selected.uid_validity) {
    std::vector<Command> commands;
    const std::vector<std::string_view> items{"UIDNEXT", "UIDVALIDITY"};
    commands.push_back(status(selected.mailbox, items, session_->literals()));
    co_await run_all(std::move(commands), [&selected](Response& response) {
      if (const auto* data = std::get_if<StatusData>(&response)) {
        if (!selected.uid_next) selected.uid_next = data->uid_next;
        if (!selected.uid_validity) selected.uid_validity = data->uid_validity;
      }
    });
  }
  const auto state = state_of(selected, modseq_trust());
  if (!state)
    fail(ErrorCode::protocol_broken, "The server tells no UIDVALIDITY or UIDNEXT.", folder);
  co_return *state;
}

Task<MailboxState> Account::state_now(const mail::Folder& folder) {
  const auto name = mailbox(folder);
  const auto& selected = session_->selected();
  if (!selected || selected->mailbox != name) {
    std::optional<MailboxState> state;
    std::vector<Command> commands;
    const auto items = state_items(*this);
    const std::vector<std::string_view> words(items.begin(), items.end());
    commands.push_back(status(name, words, session_->literals()));
    const auto completions = co_await run_all(std::move(commands), [&](Response& response) {
      if (const auto* data = std::get_if<StatusData>(&response))
        state = state_of(*data, modseq_trust());
    });
    if (completions.front().ok() && state) co_return *state;
  }
  co_await open_anew(folder, selected ? access_ : Access::read_only);
  co_return co_await opened_state(folder);
}

void Account::fail(ErrorCode code, std::string text, const mail::Folder& folder) const {
  throw Failure(store_error(*session_, code, std::move(text), folder.path.text(), Scope::folder));
}

std::vector<std::string> state_items(const Account& account) {
  std::vector<std::string> items{"MESSAGES", "UIDNEXT", "UIDVALIDITY"};
  if (account.has_modseqs()) items.emplace_back("HIGHESTMODSEQ");
  return items;
}

}  // namespace postferry::imap
