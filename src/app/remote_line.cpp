#include "app/remote_line.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "app/written_options.hpp"
#include "service/ulid.hpp"

namespace postferry::app {
namespace {

constexpr std::array<std::string_view, 7> only_at_a_service{"api",    "migrations", "show", "pause",
                                                            "resume", "cancel",     "run"};

using Unusable = std::pair<std::string_view, bool>;  // an option, and whether it was written

std::unexpected<Error> refuse_remote(std::string where, std::string text) {
  return std::unexpected(
      Error{.code = ErrorCode::bad_usage, .text = std::move(text), .where = std::move(where)});
}

template <std::size_t Count>
std::optional<Error> written_in_vain(const std::array<Unusable, Count>& options) {
  for (const auto& [option, is_written] : options)
    if (is_written)
      return Error{.code = ErrorCode::bad_usage,
                   .text = "With --server it is the service that works; leave this out.",
                   .where = std::string(option)};
  return std::nullopt;
}

Result<RemoteLine> of_migrations(RemoteLine line, std::vector<std::string> ids) {
  for (const auto& id : ids)
    if (!service::is_ulid(id))
      return refuse_remote("ID",
                           "Write a migration's id, such as 01JAB3QK5WZ8V6T9R2M4N7PXYC; postferry "
                           "--server URL migrations shows them.");
  line.ids = std::move(ids);
  return line;
}

Result<RemoteLine> of_log(RemoteLine line, const WrittenOptions& written) {
  if (!written.target.empty())
    return refuse_remote("log", "With --server, log takes one argument: a migration's id.");
  if (!written.state.empty())
    return refuse_remote("--state", "With --server the log is the service's; leave this out.");
  if (const auto section = log_section(written); !section) return std::unexpected(section.error());
  line.run = written.run;
  return of_migrations(std::move(line), {written.source});
}

bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && std::ranges::all_of(path, [](char c) {
           return c > ' ' && c < 0x7f && c != '#' && c != '"' && c != '\\';
         });
}

Result<RemoteLine> of_api(RemoteLine line, const WrittenOptions& written) {
  constexpr std::array<std::string_view, 5> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
  if (std::ranges::find(methods, written.method) == methods.end())
    return refuse_remote("METHOD", "Write GET, POST, PUT, PATCH or DELETE.");
  if (!is_plain_path(written.path))
    return refuse_remote("PATH",
                         "Write a path of the API, such as /migrations?state=failed; what is no "
                         "letter or digit of ASCII is percent-encoded.");
  line.path = written.path.starts_with("/api/v1/") ? written.path : "/api/v1" + written.path;
  if (line.path.substr(0, line.path.find('?')) == "/api/v1/events")
    return refuse_remote("PATH", "The stream of events has no end; ask again instead, or --wait.");
  line.method = written.method;
  line.body = written.body;
  line.if_match = written.if_match;
  line.idempotency_key = written.idempotency_key;
  return line;
}

std::optional<Error> beyond_a_service(const service::AccountUrl& account) {
  if (account.policy.ca_file.empty() && account.endpoint.connect_to.empty()) return std::nullopt;
  return Error{.code = ErrorCode::bad_usage,
               .text = "A service takes no ?ca= and no ?connect=; ?fingerprint= it does.",
               .where = std::string(service::argument_name(account.side)),
               .side = account.side};
}

Result<RemoteLine> of_copy(RemoteLine line, const WrittenOptions& written) {
  if (auto vain = written_in_vain(std::to_array<Unusable>(
          {{"--state", !written.state.empty()}, {"--trace", !written.trace.empty()}})))
    return std::unexpected(*std::move(vain));
  for (const auto& [text, side, to] : {std::tuple{&written.source, Side::source, &line.source},
                                       std::tuple{&written.target, Side::target, &line.target}}) {
    auto account = service::parse_account_url(*text, side);
    if (!account) return std::unexpected(account.error());
    if (auto wrong = beyond_a_service(*account)) return std::unexpected(*std::move(wrong));
    *to = *std::move(account);
  }
  line.source_password_file = written.source_password_file;
  line.target_password_file = written.target_password_file;
  return line;
}

Result<RemoteLine> of_batch_run(RemoteLine line, const WrittenOptions& written) {
  if (auto vain = written_in_vain(std::to_array<Unusable>(
          {{"--state", !written.state.empty()},
           {"--trace", !written.trace.empty()},
           {"--parallel", !written.parallel.empty()},
           {"--results", !written.results.empty()},
           {"--connections-per-host", !written.connections_per_host.empty()},
           {"--connections-per-user", !written.connections_per_user.empty()},
           {"--limit-rate-per-host", !written.limit_rate_per_host.empty()},
           {"--limit-rate-total", !written.limit_rate_total.empty()},
           {"--unfinished", written.unfinished},
           {"--defaults", !written.defaults.empty()},
           {"--source-server", !written.source_server.empty()},
           {"--target-server", !written.target_server.empty()},
           {"--source-password-file", !written.source_password_file.empty()},
           {"--target-password-file", !written.target_password_file.empty()}})))
    return std::unexpected(*std::move(vain));
  line.list = written.list;
  return line;
}

}  // namespace

bool asks_a_service(std::string_view command) {
  return std::ranges::find(only_at_a_service, command) != only_at_a_service.end();
}

Result<RemoteLine> remote_line(const WrittenOptions& written, std::string_view command) {
  if (written.server.empty())
    return refuse_remote(std::string(command),
                         fmt::format("It asks a running service; name it: postferry --server "
                                     "https://move.provider.example {} ...",
                                     command));
  auto server = parse_remote_server(written.server);
  if (!server) return std::unexpected(server.error());
  // What is wrong with the options is told before anything is asked.
  if (const auto options = service::engine_options(written); !options)
    return std::unexpected(options.error());
  RemoteLine line{.server = *std::move(server),
                  .waiting = written.wait ? Waiting::to_the_end : Waiting::no,
                  .states = written.states,
                  .search = written.search,
                  .choices = static_cast<const service::WrittenChoices&>(written)};
  const auto as = [&line](RemoteVerb verb) {
    line.verb = verb;
    return std::move(line);
  };
  if (command == "api") return of_api(as(RemoteVerb::api), written);
  if (command == "migrations") return as(RemoteVerb::migrations);
  if (command == "show") return of_migrations(as(RemoteVerb::show), written.ids);
  if (command == "log") return of_log(as(RemoteVerb::log), written);
  if (command == "copy") return of_copy(as(RemoteVerb::copy), written);
  if (command == "batch run") return of_batch_run(as(RemoteVerb::batch_run), written);
  if (!asks_a_service(command))
    return refuse_remote(
        "--server",
        fmt::format("postferry {} works here, not at a service; leave this out.", command));
  line.action = command;
  return of_migrations(as(RemoteVerb::act), written.ids);
}

}  // namespace postferry::app
