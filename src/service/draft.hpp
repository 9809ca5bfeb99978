// Draft: a migration that is asked for and not yet accepted: two accounts, what to leave out, when.
//
// Made from a form or from a row of a list, judged by the credential check, accepted as a
// migration. Draft::choices are good: service::engine_options() gives what the engine takes.
// Values; they hold passwords and are never printed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "service/account_type.hpp"
#include "service/account_url.hpp"
#include "service/lists/choices.hpp"

namespace postferry::service {

// Whether the operator's own server is filled, with the credential he has stored for it.
enum class TargetKind : std::uint8_t { other, own };

struct DraftAccount {
  AccountType type = AccountType::imap;
  std::string email = {};  // empty where only a user name is known
  std::string user = {};
  Secret password = {};  // the master's where there is one; empty for a target of kind own
  net::Endpoint server = {};
  std::string master = {};  // empty: the user logs in
  std::string master_separator = {};
  std::optional<Sha256Digest> fingerprint = std::nullopt;
};

// At an instant, or so long after the end of the first.
using SecondRun = std::variant<Instant, std::chrono::hours>;

struct Timing {
  std::optional<Instant> first_run_at = std::nullopt;  // nothing: at once
  std::optional<SecondRun> second_run = std::nullopt;
  std::uint32_t further_runs = 0;  // that may be asked for later
};

struct Draft {
  std::size_t line = 0;  // of the list, from 1; 0: of a form
  DraftAccount source = {};
  TargetKind target_kind = TargetKind::other;
  DraftAccount target = {};
  WrittenChoices choices = {};
  Timing timing = {};
};

// The account for the doors of the engine.
AccountUrl account_url(const DraftAccount& account, Side side);

}  // namespace postferry::service
