#include <fmt/format.h>

#include "tests/contract/imap_fixture.hpp"
#include "tests/contract/source_contract.hpp"
#include "tests/contract/target_contract.hpp"
#include "tests/support/servers/throwaway_cyrus.hpp"

namespace postferry::test {
namespace {

// Cyrus takes no NUL, no bare line feed and no empty message, wants headers to be some, shows dates
// in its own zone, and says BYE when the open mailbox goes.
ImapPeculiarities peculiarities(const ThrowawayCyrus& server, char separator) {
  using namespace std::string_view_literals;
  const auto limit = [&server, separator](const std::string& user, std::uint64_t kilobytes) {
    ImapClient administrator(server.port(), "cyrus", server.password());
    administrator.command(
        fmt::format("SETQUOTA \"user{}{}\" (STORAGE {})", separator, user, kilobytes));
  };
  return {.lacks = {Lacks::zero_bytes, Lacks::nul_bytes, Lacks::bare_line_feeds, Lacks::zones,
                    Lacks::odd_headers, Lacks::odd_names, Lacks::removal_while_open},
          .refused_bytes = std::string("Subject: NUL\r\n\r\na\0b\r\n"sv),
          .refused_name = "a%b",
          .limit = limit};
}

ContractStore cyrus(std::string name, CyrusOptions options) {
  const auto server = std::make_shared<std::unique_ptr<ThrowawayCyrus>>();
  return {std::move(name), [options, server]() -> std::unique_ptr<ContractAccount> {
            if (!ThrowawayCyrus::available()) return nullptr;
            if (!*server) *server = std::make_unique<ThrowawayCyrus>(options);
            const char separator = options.separator == CyrusSeparator::slash ? '/' : '.';
            return std::make_unique<ImapFixture>(**server, (*server)->port(),
                                                 peculiarities(**server, separator));
          }};
}

const auto cyrus_stores =
    testing::Values(cyrus("beside inbox", {.separator = CyrusSeparator::slash}),
                    cyrus("below inbox", {.folders = CyrusFolders::below_inbox}));

INSTANTIATE_TEST_SUITE_P(Cyrus, SourceContract, cyrus_stores, store_name);
INSTANTIATE_TEST_SUITE_P(Cyrus, TargetContract, cyrus_stores, store_name);

}  // namespace
}  // namespace postferry::test
