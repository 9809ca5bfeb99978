#include "service/lists/checked_row.hpp"

#include <algorithm>

namespace postferry::service {
namespace {

bool is_error(const RowProblem& problem) { return problem.finding.severity == Severity::error; }

}  // namespace

bool CheckedRow::is_bad() const { return std::ranges::any_of(problems, is_error); }

bool CheckedRow::is_bad(std::size_t column) const {
  return std::ranges::any_of(problems, [column](const RowProblem& problem) {
    return problem.column == column && is_error(problem);
  });
}

}  // namespace postferry::service
