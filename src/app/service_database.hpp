// Where the service's database is, by its configuration, with the password from where it is kept.
//
// Called once at the start, before any thread runs.
#pragma once

#include <filesystem>

#include "app/configuration.hpp"
#include "base/error.hpp"
#include "storage/address.hpp"

namespace postferry::app {

// Error file_unreadable for the password's file; bad_usage where it, or the variable, is empty. The
// variable is wiped from the environment.
Result<storage::DatabaseAddress> database_address(const DatabaseChoice& choice,
                                                  const std::filesystem::path& state);

// host='...' port='...' ... as libpq reads it (section "Keyword/Value Connection Strings").
Secret connection_words(const DatabaseChoice& choice, const Secret& password);

}  // namespace postferry::app
