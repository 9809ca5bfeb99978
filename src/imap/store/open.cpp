#include "imap/store/open.hpp"

#include <utility>

#include "imap/session/open_session.hpp"
#include "imap/store/account.hpp"
#include "imap/store/imap_source.hpp"
#include "imap/store/imap_target.hpp"

namespace postferry::imap {
namespace {

Credentials credentials_of(const AccountSettings& settings) {
  if (settings.master.empty())
    return {.user = settings.user, .password = settings.password, .authorize_as = {}};
  if (settings.master_separator.empty())
    return {.user = settings.master, .password = settings.password, .authorize_as = settings.user};
  return {.user = settings.user + settings.master_separator + settings.master,
          .password = settings.password,
          .authorize_as = {}};
}

Task<std::shared_ptr<Account>> open_account(AccountSettings settings) {
  SessionOptions options{
      .side = settings.side, .host = settings.endpoint.host, .trace = settings.trace};
  auto credentials = credentials_of(settings);
  auto session = co_await open_session(std::move(settings.endpoint), std::move(settings.policy),
                                       std::move(credentials), std::move(options));
  // RFC 6855: such a server takes no other names.
  if (session->capabilities().has("UTF8=ONLY")) co_await session->enable({"UTF8=ACCEPT"});
  co_return std::make_shared<Account>(std::move(session));
}

}  // namespace

Task<std::unique_ptr<mail::Source>> open_source(AccountSettings settings) {
  auto account = co_await open_account(std::move(settings));
  co_return std::make_unique<ImapSource>(std::move(account));
}

Task<std::unique_ptr<mail::Target>> open_target(AccountSettings settings) {
  auto account = co_await open_account(std::move(settings));
  auto target = std::make_unique<ImapTarget>(std::move(account));
  co_await target->prepare();
  co_return target;
}

}  // namespace postferry::imap
