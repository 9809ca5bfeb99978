// ServeLine: what `postferry serve` and `postferry config check` were told on the command line.
// Values.
#pragma once

#include <filesystem>
#include <optional>

#include "app/configuration.hpp"

namespace postferry::app {

struct ServeLine {
  std::optional<ListenAddress> listen{};  // --listen
  std::filesystem::path state{};          // --state; empty: not given
  std::filesystem::path default_state{};  // where the configuration has none either
  std::filesystem::path configuration{};  // --config, or the FILE of config check
};

}  // namespace postferry::app
