#include "app/service_place.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/service_database.hpp"
#include "app/serving.hpp"
#include "app/state_lock.hpp"

namespace postferry::app {
namespace {

// What root writes here, the service's own user could not read: so root works as that user.
void become_owner_of(const std::filesystem::path& state) {
  struct stat about{};
  if (::geteuid() != 0 || ::stat(state.c_str(), &about) != 0 || about.st_uid == 0) return;
  if (::setgroups(1, &about.st_gid) == 0 && ::setgid(about.st_gid) == 0 &&
      ::setuid(about.st_uid) == 0)
    return;
  throw Failure(Error{.code = ErrorCode::file_unreadable,
                      .text = "Run this as the user to whom the folder belongs.",
                      .where = state.string()});
}

}  // namespace

Result<Configuration> configuration_of(const ServeLine& line) {
  Configuration configuration;
  if (!line.configuration.empty()) {
    auto read = read_configuration(line.configuration);
    if (!read) return read;
    configuration = *std::move(read);
  }
  if (line.listen) configuration.listen = *line.listen;
  if (!line.state.empty()) configuration.state = line.state;
  if (configuration.state.empty()) configuration.state = line.default_state;
  if (configuration.state.empty())
    return std::unexpected(Error{.code = ErrorCode::bad_usage,
                                 .text = "The home folder is not known; name a folder.",
                                 .where = "--state"});
  return configuration;
}

Result<ServicePlace> service_place(const ServeLine& line) {
  auto configuration = configuration_of(line);
  if (!configuration) return std::unexpected(configuration.error());
  auto database = database_address(configuration->database, configuration->state);
  if (!database) return std::unexpected(database.error());
  const auto* file = std::get_if<storage::SqliteFile>(&*database);
  if (file != nullptr && !std::filesystem::exists(file->file))
    return std::unexpected(
        Error{.code = ErrorCode::bad_usage,
              .text = fmt::format("There is no service's database at {}; name the service with "
                                  "--config FILE or --state DIR.",
                                  file->file.string()),
              .where = {}});
  become_owner_of(configuration->state);
  return ServicePlace{*std::move(configuration), *std::move(database)};
}

std::filesystem::path key_file_of(const Configuration& configuration) {
  return configuration.key_file.empty() ? configuration.state / "vault.key"
                                        : configuration.key_file;
}

std::string public_url_of(const Configuration& configuration) {
  if (!configuration.public_url.empty()) return configuration.public_url;
  const auto running = url_of_running_service(configuration.state);
  return running.empty() ? reached_at(configuration, configuration.listen.port) : running;
}

}  // namespace postferry::app
