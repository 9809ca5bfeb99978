// What somebody sends who means no good: more than anybody needs, SQL where names belong, and
// connections that say nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/loopback_address.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using text::json::Array;
using text::json::Object;

constexpr std::string_view sql_text = "x'); DROP TABLE migration; --";
constexpr std::string_view sql_in_url = "x%27%29%3B%20DROP%20TABLE%20migration%3B%20--";

class ServeAbuse : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
    service_.emplace(folder_.path() / "state");
    olga_ = first_visit(*service_);
  }

  // The status of a request whose body is announced and never sent.
  int announced(const std::string& method, const std::string& path, std::uint64_t bytes) const {
    return ask_service(service_->port(),
                       fmt::format("{} /api/v1{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close"
                                   "\r\nCookie: postferry_session={}\r\nX-CSRF-Token: {}\r\n"
                                   "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                                   method, path, olga_.cookie, olga_.csrf_token, bytes))
        .status;
  }

  TemporaryFolder folder_;
  std::optional<RunningService> service_;
  Browser olga_{0};
};

TEST_F(ServeAbuse, a_gigabyte_is_refused_before_it_is_sent) {
  constexpr std::uint64_t gigabyte = 1024 * 1024 * 1024;
  for (const auto* path : {"/session", "/migrations", "/migrations/actions", "/batches",
                           "/lists/check", "/checks", "/customers"})
    EXPECT_EQ(announced("POST", path, gigabyte), 413) << path;
  EXPECT_EQ(announced("PUT", "/accounts", gigabyte), 413);
  EXPECT_EQ(announced("PUT", "/settings", gigabyte), 413);
  EXPECT_EQ(olga_.get("/overview").status, 200);
}

TEST_F(ServeAbuse, sql_in_every_field_is_only_text) {
  for (const auto* name : {"q", "state", "view", "batch", "sort", "cursor", "limit"})
    EXPECT_LT(olga_.get(fmt::format("/migrations?{}={}", name, sql_in_url)).status, 500) << name;
  for (const auto* path : {"/migrations.csv?view=", "/accounts?q=", "/proposals?address=",
                           "/batches?cursor=", "/batches/", "/migrations/", "/checks/"})
    EXPECT_LT(olga_.get(fmt::format("{}{}", path, sql_in_url)).status, 500) << path;
  const Object account{{"email", sql_text},    {"user", sql_text}, {"host", sql_text},
                       {"password", sql_text}, {"type", "imap"},   {"port", 993},
                       {"security", "tls"}};
  const Object draft{{"source", account}, {"target", account}};
  EXPECT_EQ(olga_.post("/migrations", draft).status, 422);
  EXPECT_EQ(olga_.post("/checks", {{"drafts", Array{draft}}}).status, 422);
  EXPECT_LT(olga_.post("/batches", {{"name", sql_text}, {"type", sql_text}, {"check_id", sql_text}})
                .status,
            500);
  EXPECT_LT(olga_.post("/lists/check", {{"format", "auto"}, {"text", sql_text}}).status, 500);
  EXPECT_LT(
      olga_.post("/migrations/actions", {{"ids", Array{sql_text}}, {"action", sql_text}}).status,
      500);
  EXPECT_EQ(olga_.send("PUT", "/accounts", Array{Object{{"email", sql_text}, {"user", sql_text}}})
                    .status /
                100,
            4);
  EXPECT_EQ(olga_.send("PUT", "/settings", Object{{"own_server_name", sql_text}}).status, 200);
  EXPECT_EQ(olga_.get("/settings").text("own_server_name"), sql_text);
  EXPECT_EQ(olga_.get("/migrations").json().at("total"), 0);
}

// Connections of a client that has begun a request and goes no further.
class SilentClients {
 public:
  SilentClients(std::uint16_t port, int count) {
    const auto address = loopback_address(port);
    for (int number = 0; number < count; ++number) {
      const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockets_.push_back(one);
      const auto* to = reinterpret_cast<const sockaddr*>(&address);
      if (::connect(one, to, sizeof address) != 0 || ::write(one, "GET /api", 8) != 8)
        throw std::runtime_error("The service takes no connection.");
    }
  }
  ~SilentClients() {
    for (const int one : sockets_) ::close(one);
  }
  SilentClients(const SilentClients&) = delete;
  SilentClients& operator=(const SilentClients&) = delete;

 private:
  std::vector<int> sockets_;
};

TEST_F(ServeAbuse, connections_that_say_nothing_hold_nobody_up) {
  const SilentClients silent(service_->port(), 80);
  EXPECT_EQ(olga_.get("/overview").status, 200);
  EXPECT_EQ(olga_.get("/migrations").status, 200);
}

}  // namespace
}  // namespace postferry::test
