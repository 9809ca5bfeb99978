// GET and PUT /settings: what the operator chooses for the whole installation. A PUT changes what
// it names; secrets are never told, only which of them are kept.
#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/planning_resources.hpp"
#include "api/problem.hpp"
#include "api/refusals.hpp"
#include "api/responses.hpp"
#include "service/stored_settings.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t most_list_lines = 100;
constexpr std::size_t most_text_bytes = 500;

void take_field(BodyFields& fields, std::string_view name, std::string& into) {
  if (fields.has(name))
    into = fields.optional_text(name, {.most_bytes = most_text_bytes, .may_be_empty = true})
               .value_or("");
}
// Whether a number makes sense is said by faults_of(), for all that can change it.
void take_field(BodyFields& fields, std::string_view name, std::int64_t& into) {
  if (fields.has(name))
    into = fields
               .optional_number(name, std::numeric_limits<std::int32_t>::min(),
                                std::numeric_limits<std::int32_t>::max())
               .value_or(0);
}
void take_field(BodyFields& fields, std::string_view name, bool& into) {
  if (fields.has(name)) into = fields.optional_flag(name).value_or(false);
}
void take_field(BodyFields& fields, std::string_view name, std::vector<std::string>& into) {
  if (fields.has(name)) into = fields.texts(name, most_list_lines, {.most_bytes = most_text_bytes});
}

service::WrittenSecrets secrets_in(BodyFields& fields) {
  service::WrittenSecrets secrets;
  std::vector<std::string> forgotten;
  if (fields.has("forget_secrets"))
    forgotten = fields.texts("forget_secrets", service::setting_secrets.size());
  for (const auto& secret : service::setting_secrets) {
    auto written = fields.has(secret.name) ? fields.optional_secret(secret.name) : std::nullopt;
    const bool forget = std::ranges::find(forgotten, secret.name) != forgotten.end();
    if (forget)
      secrets.emplace_back(secret, Secret());
    else if (written && !written->empty())
      secrets.emplace_back(secret, *std::move(written));
  }
  return secrets;
}

Task<text::json::Object> settings_json(Planning& planning) {
  auto body = service::to_json(planning.settings);
  text::json::Array kept;
  for (const auto name : co_await service::kept_setting_secrets(planning.service.people.catalog))
    kept.emplace_back(name);
  for (const auto& secret : service::setting_secrets) body[secret.name] = nullptr;
  body["kept_secrets"] = std::move(kept);
  co_return body;
}

Task<net::HttpResponse> show_settings(Planning& planning, Call) {
  co_return json_response(co_await settings_json(planning));
}

// One change at a time: each begins with what the one before has left.
class SettingsTurn {
 public:
  explicit SettingsTurn(std::shared_ptr<bool> taken) : taken_(std::move(taken)) {
    if (std::exchange(*taken_, true))
      throw Declined(conflict("changed_meanwhile", "Somebody else is changing the settings now."));
  }
  ~SettingsTurn() { *taken_ = false; }
  SettingsTurn(const SettingsTurn&) = delete;
  SettingsTurn& operator=(const SettingsTurn&) = delete;

 private:
  std::shared_ptr<bool> taken_;
};

Task<net::HttpResponse> change_settings_of(Planning& planning, std::shared_ptr<bool> taken,
                                           Call call) {
  const SettingsTurn turn(std::move(taken));
  BodyFields fields(json_body(call.request));
  auto settings = planning.settings;
  service::Settings::each(
      settings, [&fields](std::string_view name, auto& value) { take_field(fields, name, value); });
  auto secrets = secrets_in(fields);
  if (fields.has("kept_secrets")) fields.texts("kept_secrets", most_list_lines);  // as it was shown
  fields.done();
  granted(co_await service::change_settings(planning.service.people, planning.desk.vault,
                                            actor_of(call), settings, std::move(secrets)));
  planning.settings = std::move(settings);
  if (planning.settings_changed) co_await planning.settings_changed();
  co_return json_response(co_await settings_json(planning));
}

}  // namespace

void add_settings(Router& router, Planning& planning) {
  const auto rules = needs(service::Permission::manage_settings);
  auto settings = router.below("/api/v1/settings");
  settings.get("", rules, [&](Call call) { return show_settings(planning, std::move(call)); });
  const auto taken = std::make_shared<bool>(false);
  settings.put("", rules, [&planning, taken](Call call) {
    return change_settings_of(planning, taken, std::move(call));
  });
}

}  // namespace postferry::api
