#include "service/stored_settings.hpp"

#include <algorithm>
#include <fmt/ranges.h>

#include "service/kept_secrets.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/catalog/settings.hpp"

namespace postferry::service {
namespace {

using storage::catalog::Reach;

const std::string settings_name = "settings";

void take_setting(const text::json::Value& value, std::string& into) {
  if (value.is_string()) into = std::string_view(value.get_string());
}
void take_setting(const text::json::Value& value, std::int64_t& into) {
  if (value.is_int64()) into = value.get_int64();
}
void take_setting(const text::json::Value& value, bool& into) {
  if (value.is_bool()) into = value.get_bool();
}
void take_setting(const text::json::Value& value, std::vector<std::string>& into) {
  if (!value.is_array()) return;
  into.clear();
  for (const auto& item : value.get_array())
    if (item.is_string()) into.emplace_back(std::string_view(item.get_string()));
}

text::json::Value setting_value(const std::vector<std::string>& values) {
  text::json::Array array;
  for (const auto& value : values) array.emplace_back(value);
  return array;
}
text::json::Value setting_value(const auto& value) { return text::json::Value(value); }

Settings settings_in(const text::json::Object& object) {
  Settings settings;
  Settings::each(settings, [&object](std::string_view name, auto& field) {
    if (const auto* value = object.if_contains(name)) take_setting(*value, field);
  });
  return settings;
}

// The names of what is another than before: values of settings may be personal.
std::string changed_names(const Settings& before, const Settings& after,
                          const WrittenSecrets& secrets) {
  const auto left = to_json(before);
  const auto right = to_json(after);
  std::vector<std::string_view> names;
  for (const auto& [name, value] : right)
    if (left.at(name) != value) names.emplace_back(name);
  for (const auto& [secret, value] : secrets) names.push_back(secret.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

text::json::Object to_json(const Settings& settings) {
  text::json::Object object;
  Settings::each(settings, [&object](std::string_view name, const auto& field) {
    object[name] = setting_value(field);
  });
  return object;
}

Task<Settings> read_settings(storage::catalog::Catalog& catalog) {
  const auto kept = co_await catalog.look(
      [](soci::session& session) { return storage::catalog::setting(session, settings_name); });
  const auto value = kept ? text::json::parse(*kept) : std::nullopt;
  co_return value && value->is_object() ? settings_in(value->get_object()) : Settings{};
}

Task<std::vector<std::string_view>> kept_setting_secrets(storage::catalog::Catalog& catalog) {
  co_return co_await catalog.look([](soci::session& session) {
    std::vector<std::string_view> names;
    for (const auto& secret : setting_secrets)
      if (find_secret(session, Reach::everything(), std::string(secret.owner),
                      std::string(secret.side)))
        names.push_back(secret.name);
    return names;
  });
}

Task<Answer<void>> change_settings(People& people, const storage::Vault& vault, Actor actor,
                                   Settings settings, WrittenSecrets secrets) {
  if (!actor.may(Permission::manage_settings)) co_return refuse(Refusal::not_allowed);
  if (auto wrong = faults_of(settings); !wrong.empty()) co_return refuse(std::move(wrong));
  std::vector<storage::catalog::SecretRow> sealed;
  std::vector<std::string> wiped;
  for (const auto& [secret, value] : secrets) {
    const SecretOf of{
        .owner = std::string(secret.owner), .side = std::string(secret.side), .customer = {}};
    if (value.empty())
      wiped.push_back(of.owner);
    else
      sealed.push_back(sealed_row(vault, of, value, people.clock()));
  }
  const auto before = co_await read_settings(people.catalog);
  const auto entry = audit_row(people, actor, {}, "settings.changed", {},
                               changed_names(before, settings, secrets));
  co_await people.catalog.change([text = text::json::serialize(to_json(settings)), sealed, wiped,
                                  entry](soci::session& session) {
    storage::catalog::set_setting(session, settings_name, text);
    for (const auto& row : sealed) put_secret(session, row);
    for (const auto& owner : wiped) wipe_secrets(session, Reach::everything(), owner);
    add(session, entry);
  });
  co_return Answer<void>{};
}

}  // namespace postferry::service
