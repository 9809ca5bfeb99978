// ServedMoves: `postferry serve` with an operator signed in, between two throwaway servers that all
// tests of one suite share.
//
// Used by the tests of migrations and batches over the REST API. One thread.
#pragma once

#include <chrono>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/crash/letters.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

namespace json = text::json;

class ServedMoves : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available() || !postferry_is_built()) return;
    from = new ThrowawayDovecot({.special_use = SpecialUse::absent});
    to = new ThrowawayDovecot({.special_use = SpecialUse::absent});
    folder = new TemporaryFolder;
    service = new RunningService(folder->path() / "state");
    olga = new Browser(first_visit(*service));
    olga->send("PUT", "/settings", {{"allow_private_addresses", true}});
  }
  static void TearDownTestSuite() {
    delete olga;
    delete service;
    delete folder;
    delete to;
    delete from;
    olga = nullptr;
  }
  void SetUp() override {
    if (olga == nullptr) GTEST_SKIP() << "run tools/servers and build the release binary first";
    olga->also.clear();
  }

  static void fill(const std::string& user, int messages) {
    from->wipe_user(user);
    to->wipe_user(user);
    ImapClient client(from->port(), user, from->password());
    client.create("Work");
    for (int number = 0; number < messages; ++number)
      client.append(number % 2 == 0 ? "INBOX" : "Work", letter(number), {}, received_of(number));
  }
  static std::string missing_or_more(const std::string& user) {
    ImapClient left(from->port(), user, from->password());
    ImapClient right(to->port(), user, to->password());
    return difference(look_at(left), look_at(right));
  }
  static json::Object side(const ThrowawayDovecot& server, const std::string& user) {
    return {{"email", user + "@example.org"}, {"user", user},
            {"password", "secret"},           {"host", "127.0.0.1"},
            {"port", server.port()},          {"security", "none"}};
  }
  static json::Object draft(const std::string& user) {
    return {{"source", side(*from, user)}, {"target", side(*to, user)}};
  }
  static json::Object with_key(const std::string& key, const json::Object& body, HttpReply& reply,
                               const std::string& path) {
    olga->also = {{"Idempotency-Key", key}};
    reply = olga->post(path, body);
    olga->also.clear();
    return reply.json().is_object() ? reply.json().as_object() : json::Object{};
  }
  static std::string planned(const json::Object& body) {
    const auto reply = olga->post("/migrations", body);
    if (reply.status != 201) throw std::runtime_error(reply.body);
    return reply.text("id");
  }
  static std::string state_of(const std::string& id) {
    return olga->get("/migrations/" + id).text("state");
  }
  static std::string until(const std::string& id, const std::string& state) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::string now;
    while ((now = state_of(id)) != state && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return now;
  }

  static inline ThrowawayDovecot* from = nullptr;
  static inline ThrowawayDovecot* to = nullptr;
  static inline TemporaryFolder* folder = nullptr;
  static inline RunningService* service = nullptr;
  static inline Browser* olga = nullptr;
};

}  // namespace postferry::test
