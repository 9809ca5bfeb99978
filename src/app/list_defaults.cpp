#include "app/list_defaults.hpp"

#include <algorithm>
#include <array>
#include <errno.h>
#include <fmt/format.h>
#include <fstream>
#include <string.h>
#include <vector>

#include "service/lists/choice_columns.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t longest_line_bytes = 8192;
constexpr std::size_t most_lines = 1000;

std::unexpected<Error> refuse(const std::filesystem::path& file, std::size_t line,
                              std::string text) {
  return std::unexpected(Error{.code = ErrorCode::bad_usage,
                               .text = std::move(text),
                               .where = fmt::format("{} line {}", file.string(), line)});
}

// What may stand there beside the columns of a list.
struct CommonOption {
  std::string_view name;
  std::string WrittenOptions::* option;
};

constexpr std::array common_options{
    CommonOption{"source-server", &WrittenOptions::source_server},
    CommonOption{"target-server", &WrittenOptions::target_server},
    CommonOption{"source-password-file", &WrittenOptions::source_password_file},
    CommonOption{"target-password-file", &WrittenOptions::target_password_file},
    CommonOption{"parallel", &WrittenOptions::parallel},
    CommonOption{"connections-per-host", &WrittenOptions::connections_per_host},
    CommonOption{"connections-per-user", &WrittenOptions::connections_per_user},
    CommonOption{"limit-rate-per-host", &WrittenOptions::limit_rate_per_host},
    CommonOption{"limit-rate-total", &WrittenOptions::limit_rate_total},
    CommonOption{"state", &WrittenOptions::state},
    CommonOption{"results", &WrittenOptions::results},
};

const CommonOption* common_option(std::string_view name) {
  const auto* found = std::ranges::find(common_options, name, &CommonOption::name);
  return found != common_options.end() ? &*found : nullptr;
}

// One of both is there.
struct Setting {
  std::size_t line = 0;
  const CommonOption* common = nullptr;
  const service::ChoiceColumn* choice = nullptr;
  std::string value;
};

bool is_written(const WrittenOptions& options, const Setting& setting) {
  return setting.common != nullptr ? !(options.*setting.common->option).empty()
                                   : service::is_written(options, *setting.choice);
}

// Nothing, or what is wrong.
std::optional<std::string> write(WrittenOptions& to, const Setting& setting) {
  if (setting.common == nullptr) return service::write_choice(to, *setting.choice, setting.value);
  to.*setting.common->option = setting.value;
  return std::nullopt;
}

// NAME = VALUE; nothing for a line that says nothing.
Result<std::optional<Setting>> setting_of(std::string_view line, std::size_t number,
                                          const std::filesystem::path& file) {
  if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  line = text::trimmed(line);
  if (line.empty() || line.starts_with('#') || line.starts_with(';')) return std::nullopt;
  if (line.starts_with('[')) {
    if (text::to_lower(line) == "[defaults]") return std::nullopt;
    return refuse(file, number, "The only section is [defaults].");
  }
  const auto equals = line.find('=');
  const auto name = service::column_name(line.substr(0, equals));
  const auto* common = common_option(name);
  const auto* choice = service::choice_column(name);
  if (name == "source-password" || name == "target-password" || name == "password")
    return refuse(file, number,
                  "A password does not stand here; name its file with source-password-file or "
                  "target-password-file, or set POSTFERRY_SOURCE_PASSWORD or "
                  "POSTFERRY_TARGET_PASSWORD.");
  if (equals == std::string_view::npos || (common == nullptr && choice == nullptr))
    return refuse(
        file, number,
        fmt::format("\"{}\" is none of the settings in docs/lists.md; write NAME = VALUE.",
                    text::shortened(text::printable(name), 40)));
  return Setting{number, common, choice, std::string(text::trimmed(line.substr(equals + 1)))};
}

Result<std::vector<Setting>> settings_in(const std::filesystem::path& file) {
  std::ifstream lines(file, std::ios::binary);
  if (!lines)
    return std::unexpected(Error{.code = ErrorCode::file_unreadable,
                                 .text = ::strerror(errno),
                                 .where = "--defaults " + file.string()});
  std::vector<Setting> settings;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (++number > most_lines || line.size() > longest_line_bytes)
      return refuse(file, number, "This is too long for a file of defaults.");
    auto setting = setting_of(line, number, file);
    if (!setting) return std::unexpected(setting.error());
    if (*setting) settings.push_back(std::move(**setting));
  }
  return settings;
}

Result<Secret> common_password(const std::string& file, const Secret& environment, Side side,
                               const Warn& warn) {
  if (file.empty()) return environment;
  return password_in_file(file, side, warn);
}

}  // namespace

Result<WrittenOptions> with_defaults_file(WrittenOptions written,
                                          const std::filesystem::path& file) {
  const auto settings = settings_in(file);
  if (!settings) return std::unexpected(settings.error());
  const auto command_line = written;
  for (const auto& setting : *settings) {
    if (is_written(command_line, setting)) continue;
    if (auto wrong = write(written, setting)) return refuse(file, setting.line, std::move(*wrong));
  }
  return written;
}

Result<ListDefaults> list_defaults(const WrittenOptions& written,
                                   const EnvironmentPasswords& environment, const Warn& warn) {
  auto source =
      common_password(written.source_password_file, environment.source, Side::source, warn);
  if (!source) return std::unexpected(source.error());
  auto target =
      common_password(written.target_password_file, environment.target, Side::target, warn);
  if (!target) return std::unexpected(target.error());
  return ListDefaults{written, std::move(*source), std::move(*target)};
}

}  // namespace postferry::app
