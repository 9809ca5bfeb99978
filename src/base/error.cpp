#include "base/error.hpp"

#include "base/error_catalog.hpp"

namespace postferry {

Failure::Failure(Error error) : std::runtime_error(describe(error)), error_(std::move(error)) {}

std::string describe(const Error& error) {
  std::string line;
  if (error.side != Side::none) line.append(side_name(error.side)).append(": ");
  line.append(catalog_entry(error.code).sentence);
  if (!error.where.empty()) line.append(" (").append(error.where).append(")");
  if (!error.text.empty()) line.append(" ").append(error.text);
  return line;
}

}  // namespace postferry
