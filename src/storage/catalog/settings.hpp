// Small tables that stand alone: settings by name, accounts on the operator's own server that are
// offered for choosing, and answers to requests that may be asked twice.
//
// Called by Catalog on a thread of the database.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/columns.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

std::span<const std::string_view> setting_tables();

// JSON, by name; nullopt: never set.
std::optional<std::string> setting(soci::session& session, const std::string& name);
void set_setting(soci::session& session, const std::string& name, const std::string& value);

struct KnownAccountRow {
  std::string customer;
  std::string email;
  std::string user;
  std::string words;  // what a search looks in, in lower case

  static void each(auto& row, auto&& visit) {
    visit("customer_id", row.customer);
    visit("email", row.email);
    visit("user_name", row.user);
    visit("words", row.words);
  }
};
// All that the customer has, instead of those before.
void set_known_accounts(soci::session& session, const std::string& customer,
                        const std::vector<KnownAccountRow>& accounts);
// Those with `part` in them, by address.
std::vector<KnownAccountRow> known_accounts(soci::session& session, const Reach& reach,
                                            const std::string& part, std::size_t limit);
std::int64_t count_known_accounts(soci::session& session, const Reach& reach,
                                  const std::string& part);

// What a request was answered, by the key that its sender gave it.
struct AnsweredRow {
  std::string customer;
  std::string key;
  std::string request;  // SHA-256 of what was asked, in hex
  std::int64_t status = 0;
  std::string answer;
  Instant at{};

  static void each(auto& row, auto&& visit) {
    visit("customer_id", row.customer);
    visit("request_key", row.key);
    visit("request", row.request);
    visit("status", row.status);
    visit("answer", row.answer);
    visit("at", row.at);
  }
};
std::optional<AnsweredRow> answered(soci::session& session, const std::string& customer,
                                    const std::string& key);
void keep_answer(soci::session& session, const AnsweredRow& row);
void forget_answers(soci::session& session, Instant before);

}  // namespace postferry::storage::catalog
