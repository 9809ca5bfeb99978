#include "app/list_duplicates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <unordered_set>

#include "service/lists/pair_lines.hpp"

namespace postferry::app {
namespace {

// A row's accounts as the journal knows them.
struct Keys {
  std::string source;
  std::string target;
};

Keys keys_of(const ListRow& row) {
  const auto [source, target] = service::named_accounts(row.source, row.target);
  return {source.key, target.key};
}

}  // namespace

void refuse_duplicates(List& list) {
  service::PairLines lines;
  std::unordered_set<std::size_t> refused;
  for (const auto& row : list.rows) {
    const auto [source, target] = keys_of(row);
    const auto earlier = lines.add(source, target, row.line);
    if (earlier.pair) {
      refused.insert(row.line);
      list.problems.push_back(
          {row.line,
           {},
           fmt::format("Line {} fills the same target from the same source.", *earlier.pair)});
    }
    if (earlier.target)
      list.problems.push_back(
          {row.line, "target",
           fmt::format("Line {} fills the same target from another source.", *earlier.target),
           Severity::warning});
  }
  std::erase_if(list.rows, [&](const ListRow& row) { return refused.contains(row.line); });
  std::ranges::sort(list.problems, {}, [](const ListProblem& problem) {
    return std::tie(problem.line, problem.column, problem.text);
  });
}

}  // namespace postferry::app
