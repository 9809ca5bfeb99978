#include "imap/store/search.hpp"

#include <fmt/core.h>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "imap/store/refusals.hpp"

namespace postferry::imap {
namespace {

// What may have arrived between two answers; a set of more UIDs than this above EXISTS is a lie.
constexpr std::uint64_t slack = 100'000;

enum class Question : std::uint8_t { search_extended, search, fetch };

Question first_question(const Session& session) {
  if (session.quirks().has(Quirk::search_missing)) return Question::fetch;
  const auto& capabilities = session.capabilities();
  return capabilities.has("ESEARCH") || capabilities.has("IMAP4rev2") ? Question::search_extended
                                                                      : Question::search;
}

Command command_for(Question question, std::uint64_t first) {
  const auto range = fmt::format("{}:*", first);
  const auto criteria = first > 1 ? "UID " + range : std::string("ALL");
  switch (question) {
    case Question::search_extended:
      return uid_search(criteria, "ALL");
    case Question::search:
      return uid_search(criteria);
    case Question::fetch:
      break;
  }
  return uid_fetch(range, "(UID)");
}

void take(UidSet& uids, Question question, Response& response) {
  if (auto* extended = std::get_if<EsearchResponse>(&response)) {
    if (extended->all) uids = std::move(*extended->all);
  } else if (auto* search = std::get_if<SearchResponse>(&response)) {
    uids.add(search->numbers);
  } else if (const auto* fetched = std::get_if<FetchResponse>(&response)) {
    if (question == Question::fetch && fetched->uid) uids.add(*fetched->uid);
  }
}

}  // namespace

Task<UidSet> uids_from(Account& account, const mail::Folder& folder, std::uint64_t first) {
  if (first > std::numeric_limits<Uid>::max()) co_return UidSet();
  UidSet uids;
  auto question = first_question(account.session());
  while (true) {
    std::vector<Command> commands;
    commands.push_back(command_for(question, first));
    const auto completions = co_await account.run_all(
        std::move(commands),
        [&uids, question](Response& response) { take(uids, question, response); });
    if (completions.back().ok()) break;
    if (question == Question::fetch)
      throw Failure(command_refusal(account.session(), completions.back(), folder.path.text(),
                                    Scope::folder));
    question = question == Question::search_extended ? Question::search : Question::fetch;
    uids = {};
  }
  const auto& selected = account.session().selected();
  if (selected && uids.count() > selected->exists + slack)
    account.fail(ErrorCode::bound_exceeded, "SEARCH found more messages than there are.", folder);
  // "n:*" always names the newest message too, however small its UID is.
  if (first > 1) uids.remove(UidSet(UidRange{1, static_cast<Uid>(first - 1)}));
  co_return uids;
}

}  // namespace postferry::imap
