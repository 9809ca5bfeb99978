// Connection: one open database, its transaction, and what the tables of a room keep beside it.
//
// Belongs to a thread of Database, which hands it to each request; requests are functions that hold
// SQL. What they throw ends their transaction (see database.hpp for whom else that concerns).
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "storage/dialect.hpp"
#include "storage/schema.hpp"

namespace postferry::storage {

class Connection {
 public:
  // Not open yet.
  Connection(const DatabaseAddress& address, const Schema& schema, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Opens the database when it is not open or was lost; a writer brings its schema up to date.
  void open();

  soci::session& session() { return *session_; }
  Dialect& dialect() { return *dialect_; }
  const Dialect& dialect() const { return *dialect_; }
  // Runs a statement in which {bytes}, {number}, {now} and so on stand for the dialect's words.
  void define(std::string_view pattern);

  // What T keeps on this connection, such as prepared statements: made as T(connection) when it is
  // first asked for, gone before the connection is closed.
  template <class T>
  T& state();

  void begin(Sync sync);
  void begin_reading();
  void commit();
  void rollback() noexcept;
  // Another one for each transaction.
  std::uint64_t transaction() const { return transaction_; }
  // The commit of this transaction syncs all that was committed before without.
  void demand_sync();
  void tidy();

  bool is_open() const { return open_; }
  // Whether the open database has gone away.
  bool is_lost() const;
  // Whether it went away while the transaction was being committed: nobody can tell whether it was.
  bool is_in_doubt() const { return committing_ && is_lost(); }
  // The Failure itself, or what the database's exception means to a person.
  Error explain(const std::exception& exception);

 private:
  void close() noexcept;

  Schema schema_;
  Access access_;
  std::unique_ptr<Dialect> dialect_;
  std::unique_ptr<soci::session> session_;
  Sync sync_ = Sync::now;
  std::uint64_t transaction_ = 0;
  bool open_ = false;
  bool committing_ = false;
  std::vector<std::pair<std::type_index, std::shared_ptr<void>>> states_;
};

template <class T>
T& Connection::state() {
  const std::type_index type(typeid(T));
  for (const auto& [which, kept] : states_)
    if (which == type) return *static_cast<T*>(kept.get());
  auto made = std::make_shared<T>(*this);
  states_.emplace_back(type, made);
  return *made;
}

}  // namespace postferry::storage
