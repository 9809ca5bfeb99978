#include "tests/contract/imap_fixture.hpp"
#include "tests/contract/source_contract.hpp"
#include "tests/contract/target_contract.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"

namespace postferry::test {
namespace {

// Dovecot makes CRLF of bare line feeds, takes no empty message and shows dates in its own zone.
ImapPeculiarities peculiarities(MailFormat format) {
  ImapPeculiarities all{.lacks = {Lacks::zero_bytes, Lacks::nul_bytes, Lacks::bare_line_feeds,
                                  Lacks::zones, Lacks::special_uses},
                        .refused_bytes = "",
                        .refused_name = "odd//name"};
  // It says BYE when it looks into an mdbox folder that is going away.
  if (format == MailFormat::mdbox) all.lacks.insert(Lacks::removal_while_open);
  return all;
}

ContractStore dovecot(std::string name, DovecotOptions options) {
  const auto server = std::make_shared<std::unique_ptr<ThrowawayDovecot>>();
  return {std::move(name), [options, server]() -> std::unique_ptr<ContractAccount> {
            if (!ThrowawayDovecot::available()) return nullptr;
            if (!*server) *server = std::make_unique<ThrowawayDovecot>(options);
            return std::make_unique<ImapFixture>(**server, (*server)->port(),
                                                 peculiarities(options.format));
          }};
}

const auto dovecot_stores =
    testing::Values(dovecot("maildir", {}), dovecot("mdbox", {.format = MailFormat::mdbox}),
                    dovecot("below inbox", {.separator = ".", .prefix = "INBOX."}));

INSTANTIATE_TEST_SUITE_P(Dovecot, SourceContract, dovecot_stores, store_name);
INSTANTIATE_TEST_SUITE_P(Dovecot, TargetContract, dovecot_stores, store_name);

}  // namespace
}  // namespace postferry::test
