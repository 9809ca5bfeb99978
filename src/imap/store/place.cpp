#include "imap/store/place.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

enum class Way : std::uint8_t { copy, move, copy_and_expunge, none };

Way way_for(const Session& session, mail::PlaceKind kind) {
  if (kind == mail::PlaceKind::copy) return Way::copy;
  const auto& capabilities = session.capabilities();
  if (capabilities.has("MOVE") || capabilities.has("IMAP4rev2")) return Way::move;
  return capabilities.has("UIDPLUS") ? Way::copy_and_expunge : Way::none;
}

struct Placed {
  Completion completion;
  std::optional<std::map<Uid, Uid>> copied;  // nothing when the server does not tell
};

void take_code(Placed& placed, const ResponseCode& code, std::uint64_t most) {
  const auto* pairs_text = std::get_if<CopyUid>(&code.value);
  if (!pairs_text) return;
  const auto pairs = copied(*pairs_text, most);
  if (!pairs) return;
  if (!placed.copied) placed.copied.emplace();
  for (const auto& pair : *pairs) placed.copied->emplace(pair.source, pair.target);
}

Task<Placed> place_all(Account& account, const UidSet& uids, const std::string& mailbox, Way way) {
  Placed placed;
  const auto support = account.session().literals();
  std::vector<Command> commands;
  commands.push_back(way == Way::move ? uid_move(print(uids), mailbox, support)
                                      : uid_copy(print(uids), mailbox, support));
  const auto most = uids.count();
  auto completions = co_await account.run_all(std::move(commands), [&](Response& response) {
    // MOVE tells it before the messages vanish.
    if (const auto* status = std::get_if<StatusResponse>(&response))
      take_code(placed, status->code, most);
  });
  placed.completion = std::move(completions.front());
  take_code(placed, placed.completion.status.code, most);
  co_return placed;
}

// After a COPY: takes away exactly what was copied.
Task<std::optional<Error>> expunge(Account& account, UidSet uids, std::string where) {
  std::vector<Command> commands;
  commands.push_back(uid_store(print(uids), FlagChange::add, Flags{SystemFlag::deleted}));
  commands.push_back(uid_expunge(print(uids)));
  const auto completions = co_await account.run_all(std::move(commands));
  for (const auto& completion : completions)
    if (!completion.ok())
      co_return command_refusal(account.session(), completion, where, Scope::item);
  co_return std::nullopt;
}

class Reporter {
 public:
  Reporter(const Account& account, std::string where, mail::OutcomeSink& outcomes)
      : account_(account), where_(std::move(where)), outcomes_(outcomes) {}

  void stored(Uid uid, std::optional<Uid> target) {
    outcomes_.take({.item = item_id(uid),
                    .kind = mail::OutcomeKind::stored,
                    .target = target ? std::optional(item_id(*target)) : std::nullopt,
                    .error = {}});
  }
  void refused(Uid uid, Error error, mail::OutcomeKind kind = mail::OutcomeKind::refused) {
    outcomes_.take({.item = item_id(uid), .kind = kind, .target = {}, .error = std::move(error)});
  }
  void gone(Uid uid) {
    refused(uid, store_error(account_.session(), ErrorCode::item_gone,
                             "The message is not there any more.", where_, Scope::item));
  }

 private:
  const Account& account_;
  std::string where_;
  mail::OutcomeSink& outcomes_;
};

void report(Reporter& reporter, const Account& account, const UidSet& uids, const Placed& placed,
            const std::string& where) {
  const bool ok = placed.completion.ok();
  const auto kind =
      uids.count() > 1 ? mail::OutcomeKind::batch_refused : mail::OutcomeKind::refused;
  for (const Uid uid : uids) {
    if (placed.copied && placed.copied->contains(uid))
      reporter.stored(uid, placed.copied->at(uid));
    else if (!ok)
      reporter.refused(uid, append_refusal(account.session(), placed.completion, where), kind);
    else if (placed.copied)
      reporter.gone(uid);
    else
      reporter.stored(uid, std::nullopt);
  }
}

// Those of the messages that are there: OK to a MOVE of nothing would say too much.
Task<UidSet> present(Account& account, const UidSet& uids) {
  std::vector<Command> commands;
  for (const auto& line : split(uids, longest_set_bytes))
    commands.push_back(uid_fetch(print(line), "(UID)"));
  UidSet there;
  co_await account.run_all(std::move(commands), [&](Response& response) {
    const auto* fetched = std::get_if<FetchResponse>(&response);
    if (fetched && fetched->uid && uids.contains(*fetched->uid)) there.add(*fetched->uid);
  });
  co_return there;
}

}  // namespace

Task<> place_items(Account& account, const mail::Folder& from, std::vector<mail::ItemId> ids,
                   const mail::Folder& to, mail::PlaceKind kind, mail::OutcomeSink& outcomes) {
  const auto where = to.path.text();
  Reporter reporter(account, from.path.text(), outcomes);
  const auto wanted = uid_set(ids);
  const auto way = way_for(account.session(), kind);
  if (way == Way::none) {
    const auto error =
        store_error(account.session(), ErrorCode::server_refused,
                    "The server has neither MOVE nor UIDPLUS.", where, Scope::account);
    for (const Uid uid : wanted) reporter.refused(uid, error);
    co_return;
  }
  co_await account.refresh(co_await account.open(from, Access::read_write));
  const auto there = co_await present(account, wanted);
  for (const Uid uid : wanted)
    if (!there.contains(uid)) reporter.gone(uid);
  for (const auto& uids : split(there, longest_set_bytes)) {
    if (kind == mail::PlaceKind::finish_move) {
      const auto error = co_await expunge(account, uids, where);
      for (const Uid uid : uids) {
        if (error)
          reporter.refused(uid, *error);
        else
          reporter.stored(uid, std::nullopt);
      }
      continue;
    }
    const auto placed = co_await place_all(account, uids, account.mailbox(to), way);
    if (way == Way::copy_and_expunge && placed.completion.ok()) {
      const auto error = co_await expunge(account, uids, where);
      if (error) {
        for (const Uid uid : uids) reporter.refused(uid, *error);
        continue;
      }
    }
    report(reporter, account, uids, placed, where);
  }
}

}  // namespace postferry::imap
