// Reach: whose records a query may see. Every query of the catalog takes one, so that no record of
// another customer can be read or changed by a mistake above.
//
// Made by the service from the person or token that asks; passed on unchanged. A value.
#pragma once

#include <cstdint>
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
    return Reach(Width::customer, std::move(id), std::move(domains));
  }
  // The operator's, and the service's own.
  static Reach everything() { return Reach(Width::everything, {}, {}); }

  bool is_everything() const noexcept { return width_ == Width::everything; }
  const std::string& customer_id() const noexcept { return customer_; }
  const std::vector<std::string>& domains() const noexcept { return domains_; }

  // "customer_id = :reach", or what is always true; adds what it binds.
  std::string condition(Bindings& bindings, std::string_view column = "customer_id") const;
  // The same for migrations, whose domains count.
  std::string condition_on_migrations(Bindings& bindings) const;

 private:
  // Told apart, so that a customer's id that got lost reaches nothing.
  enum class Width : std::uint8_t { customer, everything };

  Reach(Width width, std::string customer, std::vector<std::string> domains)
      : width_(width), customer_(std::move(customer)), domains_(std::move(domains)) {}

  Width width_;
  std::string customer_;
  std::vector<std::string> domains_;
};

}  // namespace postferry::storage::catalog
