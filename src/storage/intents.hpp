// Intents and acts: what a run is about to append, and what else it did to the target. Both tables
// are append-only; an intent is open while its items are kept beside it.
//
// Called on the writer's thread, the writes inside a transaction, after Connection::demand().
#pragma once

#include <memory>
#include <vector>

#include "storage/records.hpp"

namespace soci {
class session;
}

namespace postferry::storage {

class Connection;
class Dialect;

class Intents {
 public:
  explicit Intents(Connection& connection);
  ~Intents();

  IntentId add(PairId pair, RunId run, const Intent& intent);
  void settle(PairId pair, IntentId intent);
  // In the order in which they were intended.
  std::vector<Intent> open(PairId pair);

  void record(PairId pair, RunId run, const Act& act);

 private:
  struct Insert;
  struct Keep;
  struct Settle;

  soci::session& session_;
  const Dialect& dialect_;
  std::unique_ptr<Insert> insert_;
  std::unique_ptr<Keep> keep_;
  std::unique_ptr<Settle> settle_;
};

}  // namespace postferry::storage
