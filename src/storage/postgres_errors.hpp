// What PostgreSQL and its library say when something fails, as one sentence with a next step.
//
// Used by postgres_dialect.cpp. Free functions; they never give out a statement's values.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "storage/postgres_address.hpp"

namespace postferry::storage {

// Why no connection came about; `words` are the library's.
Error explain_refusal(const PostgresAddress& address, std::string_view words);
// Why a connection that was there is so no longer.
Error explain_loss(const PostgresAddress& address);
// Why a statement failed, by its SQLSTATE (five characters).
Error explain_statement(const PostgresAddress& address, std::string_view state,
                        std::string_view words);

}  // namespace postferry::storage
