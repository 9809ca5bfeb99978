#include <fmt/format.h>
#include <sys/stat.h>

#include "app/commands.hpp"
#include "app/service_database.hpp"
#include "app/serving.hpp"

namespace postferry::app {
namespace {

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

// All that the service writes is for its owner's eyes only.
void make_state_folder(const std::filesystem::path& folder) {
  ::umask(077);
  std::error_code wrong;
  std::filesystem::create_directories(folder, wrong);
  if (!wrong && std::filesystem::is_directory(folder)) return;
  throw Failure(Error{.code = ErrorCode::state_broken,
                      .text = "The folder cannot be made: " + wrong.message(),
                      .where = folder.string()});
}

}  // namespace

engine::Exit serve_command(const CommandLine& line, const Console& console) {
  auto configuration = configuration_of(line.serve);
  if (!configuration) return console.fail(configuration.error(), line.output);
  make_state_folder(configuration->state);
  const auto database = database_address(configuration->database, configuration->state);
  if (!database) return console.fail(database.error(), line.output);
  Serving serving(*std::move(configuration), *database, console.err);
  run_service(serving, console.out);
  return engine::Exit::complete;
}

engine::Exit config_check_command(const CommandLine& line, const Console& console) {
  const auto& file = line.serve.configuration;
  const auto text = configuration_text(file);
  if (!text) return console.fail(text.error(), line.output);
  const auto configuration = parse_configuration(*text);
  if (configuration) {
    console.out.line(fmt::format("{} is good.", file.string()));
    return engine::Exit::complete;
  }
  for (const auto& fault : configuration.error())
    console.out.line(fmt::format("{}:{}: {}{}{}", file.string(), fault.line, fault.key,
                                 fault.key.empty() ? "" : ": ", fault.text));
  return engine::Exit::bad_usage;
}

}  // namespace postferry::app
