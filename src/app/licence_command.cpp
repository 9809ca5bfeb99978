#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>

#include "app/commands.hpp"
#include "app/service_place.hpp"
#include "service/installation.hpp"
#include "service/licence.hpp"
#include "storage/catalog/people.hpp"
#include "text/unicode.hpp"

namespace postferry::app {
namespace {

using storage::catalog::Catalog;
using storage::catalog::Reach;

Error refusal(std::string where, std::string text) {
  return {.code = ErrorCode::bad_usage, .text = std::move(text), .where = std::move(where)};
}

Result<std::filesystem::path> signing_key_of(const CommandLine& line) {
  if (!line.operation.key.empty()) return line.operation.key;
  const auto configuration = configuration_of(line.serve);
  if (!configuration) return std::unexpected(configuration.error());
  return configuration->state / "licence.key";
}

// The id of the customer with this name or id.
Result<std::string> customer_named(Catalog& catalog, const std::string& wanted) {
  const auto all = await_alone(
      catalog.look([](soci::session& session) { return customers(session, Reach::everything()); }));
  std::vector<std::string> found;
  for (const auto& customer : all)
    if (customer.id == wanted || text::folded(customer.name) == text::folded(wanted))
      found.push_back(customer.id);
  if (found.size() == 1) return found.front();
  return std::unexpected(
      refusal("--customer", found.empty() ? "There is no customer with this name or id."
                                          : "Several customers have this name; write the id of "
                                            "the one that you mean."));
}

void warn_of_distrust(const Console& console, const Configuration& configuration,
                      const std::string& public_key) {
  if (std::ranges::find(configuration.licence_keys, public_key) != configuration.licence_keys.end())
    return;
  console.warn(
      fmt::format("This installation does not accept it before its configuration says: [licences] "
                  "public_keys = [\"{}\"]",
                  public_key));
}

// For the installation whose database is here.
Result<service::Licence> licence_for_here(const CommandLine& line, const Console& console,
                                          const std::string& public_key) {
  const auto place = service_place(line.serve);
  if (!place) return std::unexpected(place.error());
  Catalog catalog(place->database, 1);
  service::Ulids ulids;
  service::Licence licence;
  licence.installation = await_alone(service::installation_id(catalog, ulids));
  if (!line.operation.customer.empty()) {
    const auto customer = customer_named(catalog, line.operation.customer);
    if (!customer) return std::unexpected(customer.error());
    licence.customer = *customer;
  }
  warn_of_distrust(console, place->configuration, public_key);
  return licence;
}

Result<service::Licence> licence_for_elsewhere(const OperatorLine& wanted) {
  if (!service::is_ulid(wanted.installation))
    return std::unexpected(refusal("--installation",
                                   "Write the installation's id, as its page of credits shows it: "
                                   "26 letters and digits."));
  if (!wanted.customer.empty() && !service::is_ulid(wanted.customer))
    return std::unexpected(refusal(
        "--customer", "Of another installation, write the customer's id: 26 letters and digits."));
  service::Licence licence;
  licence.installation = wanted.installation;
  licence.customer = wanted.customer;
  return licence;
}

}  // namespace

engine::Exit licence_key_command(const CommandLine& line, const Console& console) {
  const auto file = signing_key_of(line);
  if (!file) return console.fail(file.error(), line.output);
  if (!std::filesystem::exists(*file)) {
    ::umask(077);
    if (file->has_parent_path()) std::filesystem::create_directories(file->parent_path());
    service::make_signing_key_file(*file);
    console.err.line(fmt::format(
        "Made {}: whoever has it can issue licences, so keep it to yourself. This is its public "
        "key, for public_keys in [licences] of the service's configuration:",
        file->string()));
  }
  console.out.line(service::public_key_of(service::read_signing_key_file(*file)));
  return engine::Exit::complete;
}

engine::Exit licence_issue_command(const CommandLine& line, const Console& console) {
  if (line.operation.migrations == 0)
    return console.fail(refusal("--migrations", "Say how many it allows: --migrations 25."),
                        line.output);
  const auto file = signing_key_of(line);
  if (!file) return console.fail(file.error(), line.output);
  if (!std::filesystem::exists(*file))
    return console.fail(
        refusal("--key", fmt::format("There is no signing key at {}; postferry licence key makes "
                                     "one.",
                                     file->string())),
        line.output);
  const auto key = service::read_signing_key_file(*file);
  auto licence = line.operation.installation.empty()
                     ? licence_for_here(line, console, service::public_key_of(key))
                     : licence_for_elsewhere(line.operation);
  if (!licence) return console.fail(licence.error(), line.output);
  licence->id = service::new_licence_id();
  licence->migrations = line.operation.migrations;
  licence->issued = now();
  console.out.line(service::write_licence(*licence, key));
  return engine::Exit::complete;
}

}  // namespace postferry::app
