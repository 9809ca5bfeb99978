// Columns: a record's fields and its table's columns, named once, and the statements made of them.
//
// Used by the files of the catalog. A record has `static void each(auto& record, auto&& visit)`,
// which visits (name, field) in one order. Fields are numbers, texts, instants, or enums with a
// text_of() and a read_text() found by their type. Nothing is ever NULL: no text is "", no time 0.
// Statements are the SQL that SQLite and PostgreSQL share; the connection's thread alone.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace soci {
class session;
}

namespace postferry::storage::catalog {

// What a statement binds and gives.
using Cell = std::variant<std::int64_t, std::string>;

inline Cell cell_of(const std::string& text) { return text; }
inline Cell cell_of(Instant instant) { return instant.time_since_epoch().count(); }
template <std::integral Number>
Cell cell_of(Number number) {
  return static_cast<std::int64_t>(number);
}
template <class Enum>
  requires std::is_enum_v<Enum>
Cell cell_of(Enum value) {
  return std::string(text_of(value));
}

inline void take_cell(const Cell& cell, std::string& text) { text = std::get<std::string>(cell); }
inline void take_cell(const Cell& cell, Instant& instant) {
  instant = Instant(std::chrono::seconds(std::get<std::int64_t>(cell)));
}
template <std::integral Number>
void take_cell(const Cell& cell, Number& number) {
  number = static_cast<Number>(std::get<std::int64_t>(cell));
}
template <class Enum>
  requires std::is_enum_v<Enum>
void take_cell(const Cell& cell, Enum& value) {
  read_text(std::get<std::string>(cell), value);
}

// The values of a statement by name: ":customer".
struct Bound {
  std::string name;
  Cell value;
};
using Bindings = std::vector<Bound>;

// Runs a statement that gives nothing; how many rows it changed.
std::int64_t execute(soci::session& session, const std::string& sql, const Bindings& bindings);
// Runs one that gives rows; `shape` tells the types of their columns.
void query(soci::session& session, const std::string& sql, const Bindings& bindings,
           std::vector<Cell> shape, const std::function<void(const std::vector<Cell>&)>& row);

template <class Record>
std::string column_names() {
  std::string names;
  Record record;
  Record::each(record, [&](std::string_view name, auto&) {
    names += names.empty() ? "" : ", ";
    names += name;
  });
  return names;
}

template <class Record>
Bindings bindings_of(const Record& record) {
  Bindings bindings;
  Record::each(record, [&](std::string_view name, const auto& field) {
    bindings.push_back({std::string(name), cell_of(field)});
  });
  return bindings;
}

// The records of "SELECT <columns> FROM <rest>".
template <class Record>
std::vector<Record> select(soci::session& session, const std::string& rest,
                           const Bindings& bindings) {
  std::vector<Cell> shape;
  for (auto& bound : bindings_of(Record{})) shape.push_back(std::move(bound.value));
  std::vector<Record> records;
  query(session, "SELECT " + column_names<Record>() + " FROM " + rest, bindings, std::move(shape),
        [&records](const std::vector<Cell>& cells) {
          Record record;
          auto cell = cells.begin();
          Record::each(record,
                       [&cell](std::string_view, auto& field) { take_cell(*cell++, field); });
          records.push_back(std::move(record));
        });
  return records;
}

template <class Record>
void insert(soci::session& session, std::string_view table, const Record& record) {
  const auto bindings = bindings_of(record);
  std::string places;
  for (const auto& bound : bindings) places += (places.empty() ? ":" : ", :") + bound.name;
  execute(session,
          "INSERT INTO " + std::string(table) + " (" + column_names<Record>() + ") VALUES (" +
              places + ")",
          bindings);
}

// Replaces all fields where `condition` holds, whose bindings are among the record's own names.
template <class Record>
std::int64_t update(soci::session& session, std::string_view table, const Record& record,
                    const std::string& condition) {
  const auto bindings = bindings_of(record);
  std::string changes;
  for (const auto& bound : bindings)
    changes += (changes.empty() ? "" : ", ") + bound.name + " = :" + bound.name;
  return execute(session,
                 "UPDATE " + std::string(table) + " SET " + changes + " WHERE " + condition,
                 bindings);
}

}  // namespace postferry::storage::catalog
