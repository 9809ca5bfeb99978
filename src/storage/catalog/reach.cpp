#include "storage/catalog/reach.hpp"

#include <fmt/format.h>

namespace postferry::storage::catalog {

std::string Reach::condition(Bindings& bindings, std::string_view column) const {
  if (is_everything()) return "1 = 1";
  bindings.push_back({"reach", customer_});
  return fmt::format("{} = :reach", column);
}

std::string Reach::condition_on_migrations(Bindings& bindings) const {
  auto text = condition(bindings);
  if (domains_.empty()) return text;
  std::string names;
  for (std::size_t number = 0; number < domains_.size(); ++number) {
    const auto name = fmt::format("domain{}", number);
    bindings.push_back({name, domains_[number]});
    names += (number == 0 ? ":" : ", :") + name;
  }
  return fmt::format("{} AND (source_domain IN ({}) OR target_domain IN ({}))", text, names, names);
}

}  // namespace postferry::storage::catalog
