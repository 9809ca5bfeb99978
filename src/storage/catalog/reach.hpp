// Reach: whose records a query may see. Every query of the catalog takes one, so that no record of
// another customer can be read or changed by a mistake above.
//
// Made by the service from the person or token that asks; passed on unchanged. A value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/catalog/columns.hpp"

namespace postferry::storage::catalog {

class Reach {
 public:
  // Of one customer; with domains, only migrations from or to an address in one of them.
  static Reach customer(std::string id, std::vector<std::string> domains = {}) {
    return Reach(std::move(id), std::move(domains));
  }
  // The operator's, and the service's own.
  static Reach everything() { return Reach({}, {}); }

  bool is_everything() const noexcept { return customer_.empty(); }
  const std::string& customer_id() const noexcept { return customer_; }
  const std::vector<std::string>& domains() const noexcept { return domains_; }

  // "customer_id = :reach", or what is always true; adds what it binds.
  std::string condition(Bindings& bindings, std::string_view column = "customer_id") const;
  // The same for migrations, whose domains count.
  std::string condition_on_migrations(Bindings& bindings) const;

 private:
  Reach(std::string customer, std::vector<std::string> domains)
      : customer_(std::move(customer)), domains_(std::move(domains)) {}

  std::string customer_;
  std::vector<std::string> domains_;
};

}  // namespace postferry::storage::catalog
