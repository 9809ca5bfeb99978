// Settings: what the operator chooses for the whole installation, and what follows from it.
//
// Read when the service starts and changed through the API; each field stands under its own name in
// the database and in the API. Passwords are not among them: they are in the vault, under
// setting_secrets(). Values; the service's thread holds the one that counts and tells the others.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/account_url.hpp"
#include "service/plans.hpp"
#include "service/scheduler.hpp"

namespace postferry::service {

struct Settings {
  std::string own_server_name{};  // as customers call it
  std::string own_server_host{};  // empty: there is none
  std::int64_t own_server_port = 993;
  std::string own_server_security = "tls";  // or "starttls", "none"
  std::string own_server_master_user{};     // empty: its users log in themselves
  std::string own_server_master_separator{};
  std::string own_server_fingerprint{};  // of its certificate, where no authority vouches for it

  std::vector<std::string> default_leave_out{"trash", "junk"};
  std::int64_t default_max_size_megabytes = 50;     // 0: any size
  std::int64_t default_second_run_after_hours = 0;  // 0: none is proposed
  std::int64_t default_further_runs = 3;
  std::int64_t min_hours_between_runs = 4;    // less, or more, is warned about
  std::int64_t max_hours_between_runs = 312;  // a day before passwords are wiped

  std::int64_t rows_per_batch = 500;
  std::int64_t batches_per_customer = 10;
  std::int64_t running_at_once = 50;
  std::int64_t connections_per_host = 20;

  std::string smtp_host{};  // empty: no mail is sent
  std::int64_t smtp_port = 587;
  std::string smtp_security = "starttls";
  std::string smtp_user{};
  std::string smtp_from{};
  std::vector<std::string> mx_records{};  // that customers shall set: "10 mx1.provider.example"
  std::string webhook_url{};

  std::int64_t keep_finished_days = 30;
  bool allow_private_addresses = false;
  bool licences_required = false;
  std::int64_t free_migrations = 2;

  static void each(auto& settings, auto&& visit) {
    visit("own_server_name", settings.own_server_name);
    visit("own_server_host", settings.own_server_host);
    visit("own_server_port", settings.own_server_port);
    visit("own_server_security", settings.own_server_security);
    visit("own_server_master_user", settings.own_server_master_user);
    visit("own_server_master_separator", settings.own_server_master_separator);
    visit("own_server_fingerprint", settings.own_server_fingerprint);
    visit("default_leave_out", settings.default_leave_out);
    visit("default_max_size_megabytes", settings.default_max_size_megabytes);
    visit("default_second_run_after_hours", settings.default_second_run_after_hours);
    visit("default_further_runs", settings.default_further_runs);
    visit("min_hours_between_runs", settings.min_hours_between_runs);
    visit("max_hours_between_runs", settings.max_hours_between_runs);
    visit("rows_per_batch", settings.rows_per_batch);
    visit("batches_per_customer", settings.batches_per_customer);
    visit("running_at_once", settings.running_at_once);
    visit("connections_per_host", settings.connections_per_host);
    visit("smtp_host", settings.smtp_host);
    visit("smtp_port", settings.smtp_port);
    visit("smtp_security", settings.smtp_security);
    visit("smtp_user", settings.smtp_user);
    visit("smtp_from", settings.smtp_from);
    visit("mx_records", settings.mx_records);
    visit("webhook_url", settings.webhook_url);
    visit("keep_finished_days", settings.keep_finished_days);
    visit("allow_private_addresses", settings.allow_private_addresses);
    visit("licences_required", settings.licences_required);
    visit("free_migrations", settings.free_migrations);
  }
};

// A secret that belongs to the settings: its name in the API, and its owner and side in the vault.
struct SettingSecret {
  std::string_view name;
  std::string_view owner;
  std::string_view side;
};
inline constexpr std::array setting_secrets{
    SettingSecret{"own_server_master_password", own_server_secret, "target"},
    SettingSecret{"smtp_password", "smtp", ""},
    SettingSecret{"webhook_secret", "webhook", ""},
};

// The operator's own server, with its master as the one who logs in; nothing when there is none.
std::optional<AccountUrl> own_server_of(const Settings& settings);
PlanRules plan_rules(const Settings& settings);
Slots slots_of(const Settings& settings);

}  // namespace postferry::service
