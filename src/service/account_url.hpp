// AccountUrl: an account as a person names it, "imaps://alice%40old.example@imap.old.example".
//
// Parsed from the command line's arguments SOURCE and TARGET and from lists of accounts; holds no
// password, and refuses one. Every error is bad_usage, names the argument in `where`, says what to
// do, and never repeats what was written where a password may stand. Values.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "engine/run.hpp"
#include "net/endpoint.hpp"

namespace postferry::service {

struct AccountUrl {
  Side side = Side::source;
  net::Endpoint endpoint;
  net::NetworkPolicy policy;
  std::string user;              // decoded
  std::string master;            // empty: the user logs in
  std::string master_separator;  // empty: SASL PLAIN with an authorisation identity

  // "alice@old.example:993": does not change when the certificate's or the connection's
  // parameters do.
  std::string key() const;
  // "alice@old.example"; with the host behind it where the user's own domain tells another.
  std::string name() const;
};

// "SOURCE" or "TARGET".
std::string_view argument_name(Side side);

// `side` is source or target.
Result<AccountUrl> parse_account_url(std::string_view text, Side side);

// What parse_account_url() reads back as the same account.
std::string url_text(const AccountUrl& account);

// "imaps://old.example?master=admin" with the user in it, percent-encoded.
std::string with_user(std::string_view server, std::string_view user);

// The same user at the same address: by the host, or by ?connect= where it is given.
bool is_same_account(const AccountUrl& left, const AccountUrl& right);

// Both for the engine; names that would be equal tell hosts, or addresses, too. One name may lead
// to two servers by ?connect=, today on this side and tomorrow on the other: then the target's key
// is marked, so that the pair stays one pair.
std::pair<engine::Account, engine::Account> named_accounts(const AccountUrl& source,
                                                           const AccountUrl& target);

}  // namespace postferry::service
