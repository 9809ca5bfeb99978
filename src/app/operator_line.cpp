#include "app/operator_line.hpp"

#include <charconv>

namespace postferry::app {
namespace {

constexpr std::uint32_t most_migrations = 1'000'000;

}  // namespace

Result<OperatorLine> operator_line(const WrittenOptions& written) {
  OperatorLine line{.email = written.email,
                    .customer = written.customer,
                    .installation = written.installation,
                    .key = written.signing_key,
                    .consent = written.yes ? Consent::given : Consent::missing};
  if (written.migrations.empty()) return line;
  const auto* end = written.migrations.data() + written.migrations.size();
  const auto [rest, wrong] = std::from_chars(written.migrations.data(), end, line.migrations);
  if (wrong == std::errc() && rest == end && line.migrations >= 1 &&
      line.migrations <= most_migrations)
    return line;
  return std::unexpected(Error{.code = ErrorCode::bad_usage,
                               .text = "Write how many it allows, from 1 to 1000000.",
                               .where = "--migrations"});
}

}  // namespace postferry::app
