#include "tests/contract/imap_fixture.hpp"
#include "tests/contract/source_contract.hpp"
#include "tests/contract/target_contract.hpp"
#include "tests/support/servers/throwaway_courier.hpp"

namespace postferry::test {
namespace {

// Courier makes CRLF of bare line feeds and of a missing last one, drops NULs, shows dates in its
// own zone and knows no characters beyond U+FFFF.
ImapPeculiarities peculiarities() {
  return {.lacks = {Lacks::zero_bytes, Lacks::nul_bytes, Lacks::bare_line_feeds, Lacks::zones,
                    Lacks::special_uses, Lacks::final_line_ends, Lacks::odd_names},
          .refused_bytes = std::nullopt,
          .refused_name = "odd.name"};
}

ContractStore courier() {
  const auto server = std::make_shared<std::unique_ptr<ThrowawayCourier>>();
  return {"maildir", [server]() -> std::unique_ptr<ContractAccount> {
            if (!ThrowawayCourier::available()) return nullptr;
            if (!*server) *server = std::make_unique<ThrowawayCourier>();
            return std::make_unique<ImapFixture>(**server, (*server)->port(), peculiarities());
          }};
}

const auto courier_stores = testing::Values(courier());

INSTANTIATE_TEST_SUITE_P(Courier, SourceContract, courier_stores, store_name);
INSTANTIATE_TEST_SUITE_P(Courier, TargetContract, courier_stores, store_name);

}  // namespace
}  // namespace postferry::test
