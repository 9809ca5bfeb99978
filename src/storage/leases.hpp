// Leases: one hold on an account pair, by the database's clock. Its epoch rises with each taking,
// so a run that was succeeded while it slept can no longer write.
//
// Called on the writer's thread, inside a transaction, by journal.cpp.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "storage/records.hpp"

namespace soci {
class session;
}

namespace postferry::storage {

class Connection;
class Dialect;

class Leases {
 public:
  explicit Leases(Connection& connection);
  ~Leases();

  // Error lease_held when a process that may live holds the pair.
  Result<Lease> acquire(PairId pair);
  void renew(Lease lease);
  void free(Lease lease);
  // Failure lease_lost unless the lease is the pair's latest and not freed.
  void demand(Lease lease);
  // Who holds the pair now, for people; empty when nobody does.
  std::string holder(PairId pair);

 private:
  struct Check;

  soci::session& session_;
  const Dialect& dialect_;
  std::unique_ptr<Check> check_;
};

}  // namespace postferry::storage
