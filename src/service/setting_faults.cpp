#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "net/url.hpp"
#include "service/mail_address.hpp"
#include "service/person_fields.hpp"
#include "service/server_name.hpp"
#include "service/stored_settings.hpp"

namespace postferry::service {
namespace {

struct Range {
  std::string_view field;
  std::int64_t least;
  std::int64_t most;
};

constexpr std::array ranges{
    Range{"own_server_port", 1, 65535},
    Range{"default_max_size_megabytes", 0, 1'000'000},
    Range{"default_second_run_after_hours", 0, 24 * 14},
    Range{"default_further_runs", 0, 100},
    Range{"min_hours_between_runs", 0, 24 * 14},
    Range{"max_hours_between_runs", 1, 24 * 365},
    Range{"rows_per_batch", 1, 10'000},
    Range{"batches_per_customer", 1, 10'000},
    Range{"running_at_once", 1, 1000},
    Range{"connections_per_host", 2, 1000},
    Range{"smtp_port", 1, 65535},
    Range{"keep_finished_days", 1, 3650},
    Range{"free_migrations", 0, 1'000'000},
};

constexpr std::array<std::string_view, 5> special_folders{"trash", "junk", "drafts", "sent",
                                                          "archive"};

void check_range(FieldRefusals& wrong, std::string_view name, std::int64_t value) {
  const auto range = std::ranges::find(ranges, name, &Range::field);
  if (range == ranges.end() || (value >= range->least && value <= range->most)) return;
  wrong.push_back({std::string(name), "out_of_range",
                   fmt::format("Write a number from {} to {}.", range->least, range->most)});
}
void check_range(FieldRefusals&, std::string_view, const auto&) {}

void check_host(FieldRefusals& wrong, std::string_view field, const std::string& host) {
  if (host.empty()) return;
  if (const auto checked = host_name(host); !checked)
    wrong.push_back({std::string(field), "not_a_server", checked.error().text});
}

void check_security(FieldRefusals& wrong, std::string_view field, const std::string& written) {
  if (!security_named(written))
    wrong.push_back({std::string(field), "not_a_security", "Choose tls, starttls or none."});
}

//   mx-record = [ preference SP ] host
bool is_mx_record(std::string_view line) {
  const auto blank = line.find(' ');
  if (blank == line.npos) return host_name(line).has_value();
  std::uint16_t preference = 0;
  const auto* end = line.data() + blank;
  const auto read = std::from_chars(line.data(), end, preference);
  return read.ptr == end && host_name(line.substr(blank + 1)).has_value();
}

void check_own_server(FieldRefusals& wrong, const Settings& settings) {
  check_host(wrong, "own_server_host", settings.own_server_host);
  check_security(wrong, "own_server_security", settings.own_server_security);
  if (!settings.own_server_fingerprint.empty() &&
      !net::parse_fingerprint(settings.own_server_fingerprint))
    wrong.push_back({"own_server_fingerprint", "not_a_fingerprint",
                     "Write the certificate's SHA-256 fingerprint: 64 hex digits."});
  if (!settings.own_server_host.empty() && settings.own_server_master_user.empty())
    wrong.push_back({"own_server_master_user", "missing",
                     "Write the master user that may log in for its users."});
}

void check_notices(FieldRefusals& wrong, const Settings& settings) {
  check_host(wrong, "smtp_host", settings.smtp_host);
  check_security(wrong, "smtp_security", settings.smtp_security);
  if (!settings.smtp_host.empty() || !settings.smtp_from.empty())
    if (const auto from = mail_address(settings.smtp_from); !from)
      wrong.push_back({"smtp_from", "not_an_address", from.error().text});
  for (const auto& line : settings.mx_records)
    if (!is_mx_record(line))
      wrong.push_back({"mx_records", "not_an_mx_record",
                       fmt::format("\"{}\": write a number and a name, like: 10 "
                                   "mx1.provider.example",
                                   line)});
  if (settings.webhook_url.empty()) return;
  const auto url = net::parse_url(settings.webhook_url);
  // One with a user in it would never be asked.
  if (!url || !url->user.empty() || (url->scheme != "https" && url->scheme != "http"))
    wrong.push_back({"webhook_url", "not_a_url", "Write an address that begins with https://."});
}

}  // namespace

std::vector<FieldRefusal> faults_of(const Settings& settings) {
  FieldRefusals wrong;
  Settings::each(settings, [&wrong](std::string_view name, const auto& value) {
    check_range(wrong, name, value);
  });
  check_own_server(wrong, settings);
  check_notices(wrong, settings);
  for (const auto& folder : settings.default_leave_out)
    if (std::ranges::find(special_folders, folder) == special_folders.end())
      wrong.push_back({"default_leave_out", "not_a_folder",
                       "Choose among trash, junk, drafts, sent and archive."});
  if (settings.max_hours_between_runs < settings.min_hours_between_runs)
    wrong.push_back({"max_hours_between_runs", "out_of_range",
                     "Write at least as many hours as between two runs at least."});
  return wrong;
}

}  // namespace postferry::service
