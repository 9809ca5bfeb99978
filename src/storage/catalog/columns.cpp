#include "storage/catalog/columns.hpp"

#include <soci/soci.h>

namespace postferry::storage::catalog {
namespace {

// SOCI keeps references to what it binds.
class Statement {
 public:
  Statement(soci::session& session, const std::string& sql, const Bindings& bindings)
      : statement_(session) {
    for (const auto& bound : bindings) {
      if (const auto* number = std::get_if<std::int64_t>(&bound.value))
        statement_.exchange(soci::use(numbers_.emplace_back(*number), bound.name));
      else
        statement_.exchange(
            soci::use(texts_.emplace_back(std::get<std::string>(bound.value)), bound.name));
    }
    sql_ = sql;
  }

  void take_into(const std::vector<Cell>& shape) {
    for (const auto& cell : shape) {
      if (std::holds_alternative<std::int64_t>(cell))
        statement_.exchange(soci::into(numbers_.emplace_back()));
      else
        statement_.exchange(soci::into(texts_.emplace_back()));
    }
  }

  soci::statement& prepared() {
    statement_.alloc();
    statement_.prepare(sql_);
    statement_.define_and_bind();
    return statement_;
  }

  // The row that was fetched.
  void read(std::vector<Cell>& cells, std::size_t bound_numbers, std::size_t bound_texts) const {
    auto number = numbers_.begin() + static_cast<std::ptrdiff_t>(bound_numbers);
    auto text = texts_.begin() + static_cast<std::ptrdiff_t>(bound_texts);
    for (auto& cell : cells) {
      if (std::holds_alternative<std::int64_t>(cell))
        cell = static_cast<std::int64_t>(*number++);
      else
        cell = *text++;
    }
  }
  std::size_t numbers() const { return numbers_.size(); }
  std::size_t texts() const { return texts_.size(); }

 private:
  std::deque<long long> numbers_;
  std::deque<std::string> texts_;
  std::string sql_;
  soci::statement statement_;
};

}  // namespace

std::int64_t execute(soci::session& session, const std::string& sql, const Bindings& bindings) {
  Statement statement(session, sql, bindings);
  auto& prepared = statement.prepared();
  prepared.execute(true);
  return prepared.get_affected_rows();
}

void query(soci::session& session, const std::string& sql, const Bindings& bindings,
           std::vector<Cell> shape, const std::function<void(const std::vector<Cell>&)>& row) {
  Statement statement(session, sql, bindings);
  const auto bound_numbers = statement.numbers();
  const auto bound_texts = statement.texts();
  statement.take_into(shape);
  auto& prepared = statement.prepared();
  prepared.execute(false);
  while (prepared.fetch()) {
    statement.read(shape, bound_numbers, bound_texts);
    row(shape);
  }
}

}  // namespace postferry::storage::catalog
