// Settings on their way into the database and out of it, and what is wrong with those that somebody
// wrote.
//
// Used by the command that serves, when it starts, and by the API. What the database does not name
// has its default, so a setting that is added later needs nothing. Functions of one io_context
// thread; the people and the vault live as long as the tasks.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "base/task.hpp"
#include "service/people.hpp"
#include "service/settings.hpp"
#include "storage/vault.hpp"
#include "text/json.hpp"

namespace postferry::service {

text::json::Object to_json(const Settings& settings);

Task<Settings> read_settings(storage::catalog::Catalog& catalog);
// The names of those setting_secrets that are there.
Task<std::vector<std::string_view>> kept_setting_secrets(storage::catalog::Catalog& catalog);

// What cannot be meant, by field.
std::vector<FieldRefusal> faults_of(const Settings& settings);

// An empty secret forgets the one that was there.
using WrittenSecrets = std::vector<std::pair<SettingSecret, Secret>>;

// Stores them and says so in the audit log. Refused: not_allowed, fields_invalid.
Task<Answer<void>> change_settings(People& people, const storage::Vault& vault, Actor actor,
                                   Settings settings, WrittenSecrets secrets);

}  // namespace postferry::service
