// ServicePlace: the service that a command looks after: its configuration and its database.
//
// Found by serve and by the commands user, vault and licence, which work on the database whether
// the service runs or not.
#pragma once

#include <filesystem>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "app/configuration.hpp"
#include "app/serve_line.hpp"
#include "base/error.hpp"
#include "base/task.hpp"
#include "storage/address.hpp"

namespace postferry::app {

struct ServicePlace {
  Configuration configuration;
  storage::DatabaseAddress database;
};

// By --config, --listen and --state. Error bad_usage, file_unreadable.
Result<Configuration> configuration_of(const ServeLine& line);
// The same with its database, which has to be there; root becomes the user to whom the state folder
// belongs. Error bad_usage, file_unreadable.
Result<ServicePlace> service_place(const ServeLine& line);

// Of the vault.
std::filesystem::path key_file_of(const Configuration& configuration);
// Where links lead: what the configuration says, else where a service that runs is reached.
std::string public_url_of(const Configuration& configuration);

// A task's value, on a loop of its own.
template <class T>
T await_alone(Task<T> task) {
  boost::asio::io_context loop(1);
  std::optional<T> value;
  std::exception_ptr broken;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T given) {
    broken = thrown;
    if (!thrown) value = std::move(given);
  });
  loop.run();
  if (broken) std::rethrow_exception(broken);
  return *std::move(value);
}

}  // namespace postferry::app
