#include "app/batch_line.hpp"

#include "app/list_defaults.hpp"
#include "service/lists/choices.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t most_parallel = 500;
constexpr std::size_t most_host_connections = 1000;

// Puts the number there, when one is written; the error else.
std::optional<Error> read_number(std::string_view option, const std::string& written,
                                 std::size_t most, std::size_t& to) {
  if (written.empty()) return std::nullopt;
  const auto number = service::number_option(option, written, most);
  if (!number) return number.error();
  to = *number;
  return std::nullopt;
}

std::optional<Error> read_rate(std::string_view option, const std::string& written,
                               std::optional<std::uint64_t>& to) {
  auto rate = service::rate_option(option, written);
  if (!rate) return rate.error();
  to = *rate;
  return std::nullopt;
}

}  // namespace

Result<BatchLine> batch_line(const WrittenOptions& on_command_line,
                             const std::filesystem::path& state) {
  auto written = on_command_line;
  if (!written.defaults.empty()) {
    auto all = with_defaults_file(written, written.defaults);
    if (!all) return std::unexpected(all.error());
    written = std::move(*all);
  }
  BatchLine line;
  line.list = written.list;
  for (auto wrong :
       {read_number("--parallel", written.parallel, most_parallel, line.parallel),
        read_number("--connections-per-host", written.connections_per_host, most_host_connections,
                    line.limits.host_connections),
        read_number("--connections-per-user", written.connections_per_user, most_host_connections,
                    line.limits.user_connections),
        read_rate("--limit-rate-per-host", written.limit_rate_per_host, line.host_rate_bytes),
        read_rate("--limit-rate-total", written.limit_rate_total, line.total_rate_bytes)})
    if (wrong) return std::unexpected(std::move(*wrong));
  // What is wrong with the options is told before the list is opened.
  if (const auto options = service::engine_options(written); !options)
    return std::unexpected(options.error());
  const auto folder = written.state.empty() ? state : std::filesystem::path(written.state);
  line.results = written.results.empty() ? folder / "results" / (line.list.stem().string() + ".csv")
                                         : std::filesystem::path(written.results);
  line.trace = written.trace;
  if (written.login) line.logins = Logins::tried;
  if (written.unfinished) line.accounts = Accounts::unfinished;
  line.written = std::move(written);
  return line;
}

}  // namespace postferry::app
