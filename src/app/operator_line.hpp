// OperatorLine: what the commands that look after a service (user, vault, licence) were told on the
// command line, beside where the service is; operator_line(): from what was written to it.
//
// Made by parse_command_line(). Values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/command_definition.hpp"
#include "base/error.hpp"

namespace postferry::app {

enum class Consent : std::uint8_t { missing, given };

struct OperatorLine {
  std::string email{};                 // of user reset
  std::uint32_t migrations = 0;        // of licence issue, as are the next two
  std::string customer{};              // a name or an id; "": whoever registers the key
  std::string installation{};          // "": the one whose database is here
  std::filesystem::path key{};         // the signing key's file; empty: in the state folder
  Consent consent = Consent::missing;  // of vault reset
};

// Error bad_usage, for a number that is none.
Result<OperatorLine> operator_line(const WrittenOptions& written);

}  // namespace postferry::app
