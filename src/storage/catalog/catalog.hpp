// Catalog: the service's database: customers, people, what they plan and what became of it.
//
// One for the whole service, made by the command that serves and used from any thread. What it runs
// are the functions of the other files here, put together by the caller into one transaction: rules
// are checked, things changed and the audit log written in one `change`. A work copies what it
// needs: it runs on a thread of the database.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "base/task.hpp"
#include "storage/catalog/catalog_schema.hpp"
#include "storage/database.hpp"

namespace postferry::storage::catalog {

class Catalog {
 public:
  // Opens or makes the database and brings its tables up to date.
  explicit Catalog(const DatabaseAddress& address, std::size_t readers = 2)
      : database_(address, catalog_schema(), readers) {}

  // Runs `work(soci::session&)` in a transaction of its own or of several; what it did is on the
  // disk when this returns. What it throws undoes all of it.
  template <class F>
  auto change(F work) {
    return database_.run(Care::durable, with_session(std::move(work)));
  }
  // The same for what a power cut may take: when somebody was last seen, how far a copy is.
  template <class F>
  auto note(F work) {
    return database_.run(Care::committed, with_session(std::move(work)));
  }
  // Only reads; sees all changes that were awaited before.
  template <class F>
  auto look(F work) {
    return database_.look(with_session(std::move(work)));
  }

 private:
  template <class F>
  static auto with_session(F work) {
    return [work = std::move(work)](Connection& connection) mutable {
      return work(connection.session());
    };
  }

  Database database_;
};

}  // namespace postferry::storage::catalog
