#include "app/list_duplicates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace postferry::app {
namespace {

// A row's accounts as the journal knows them.
struct Keys {
  std::string source;
  std::string target;
};

Keys keys_of(const ListRow& row) {
  const auto [source, target] = named_accounts(row.source, row.target);
  return {source.key, target.key};
}

}  // namespace

void refuse_duplicates(List& list) {
  std::unordered_map<std::string, std::size_t> pairs;    // to the line of the first
  std::unordered_map<std::string, std::size_t> targets;  // the same
  std::unordered_set<std::size_t> refused;
  for (const auto& row : list.rows) {
    const auto [source, target] = keys_of(row);
    const auto [pair, is_new] = pairs.try_emplace(source + "\n" + target, row.line);
    if (!is_new) {
      refused.insert(row.line);
      list.problems.push_back(
          {row.line,
           {},
           fmt::format("Line {} fills the same target from the same source.", pair->second)});
      continue;
    }
    const auto [first, alone] = targets.try_emplace(target, row.line);
    if (!alone)
      list.problems.push_back(
          {row.line, "target",
           fmt::format("Line {} fills the same target from another source.", first->second),
           Severity::warning});
  }
  std::erase_if(list.rows, [&](const ListRow& row) { return refused.contains(row.line); });
  std::ranges::sort(list.problems, {}, [](const ListProblem& problem) {
    return std::tie(problem.line, problem.column, problem.text);
  });
}

}  // namespace postferry::app
