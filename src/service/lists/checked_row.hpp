// One row of a list as the formal check shows it: its cells, and what is wrong with which.
//
// Made by the formal check, shown by the page, which needs the cells to correct them in place; also
// those that are secret, so all are wiped. Values that move.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "service/finding.hpp"

namespace postferry::service {

// Text that may hold passwords.
class Cells {
 public:
  Cells() = default;
  explicit Cells(std::vector<std::string> cells) : cells_(std::move(cells)) {}
  Cells(Cells&&) noexcept = default;
  Cells& operator=(Cells&& other) noexcept {
    std::swap(cells_, other.cells_);
    return *this;
  }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;
  ~Cells() {
    for (auto& cell : cells_) wipe(cell);
  }

  const std::vector<std::string>& all() const noexcept { return cells_; }
  std::size_t size() const noexcept { return cells_.size(); }
  const std::string& operator[](std::size_t at) const { return cells_[at]; }
  void replace(std::size_t at, std::string text) {
    wipe(cells_[at]);
    cells_[at] = std::move(text);
  }

 private:
  std::vector<std::string> cells_;
};

struct RowProblem {
  std::optional<std::size_t> column = std::nullopt;  // nothing: the whole row
  Finding finding;
};

struct CheckedRow {
  std::size_t line = 0;  // of the text, from 1
  Cells cells = {};
  std::vector<RowProblem> problems = {};
  std::optional<std::size_t> duplicate_of = std::nullopt;  // the line of the first such row

  bool is_bad() const;  // a problem is an error
  bool is_bad(std::size_t column) const;
};

}  // namespace postferry::service
