// Streams to a scripted server: clear text, TLS and its verdicts, deadlines and endings.
#include "net/connect.hpp"

#include <array>
#include <filesystem>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/sha256.hpp"
#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

TEST(Connect, ReadsAndWritesInTheClear) {
  ScriptedServer server("C: hello\nS: world\nX close\n");
  const auto talk = [](Endpoint endpoint) -> Task<std::string> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    const std::array<std::string_view, 3> pieces{"hel", "", "lo\r\n"};
    co_await stream->write(pieces, deadline_in(5s));
    std::array<char, 100> buffer;
    std::string text;
    while (const auto count = co_await stream->read_some(buffer, deadline_in(5s)))
      text.append(buffer.data(), count);
    EXPECT_EQ(stream->bytes_written(), 7u);
    EXPECT_EQ(stream->bytes_read(), 7u);
    EXPECT_FALSE(stream->peer_certificate_sha256());
    co_return text;
  };
  EXPECT_EQ(run(talk(at(server, Security::none))), "world\r\n");
  EXPECT_EQ(server.problems(), "");
}

TEST(Connect, GathersManyPieces) {
  const std::string piece(1000, 'a');
  ScriptedServer server("C= 100000\nX close\n");
  const auto talk = [&piece](Endpoint endpoint) -> Task<> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    const std::vector<std::string_view> pieces(100, piece);
    co_await stream->write(pieces, deadline_in(5s));
    EXPECT_EQ(stream->bytes_written(), 100'000u);
  };
  run(talk(at(server, Security::none)));
  EXPECT_EQ(server.problems(), "");
}

TEST(Connect, SaysThatNobodyListens) {
  std::uint16_t port = 0;
  {
    port = ScriptedServer("X close\n").port();
  }
  const Error error = failure_of([&] {
    run(first_words({.host = "127.0.0.1", .port = port, .security = Security::none}, {},
                    deadline_in(5s)));
  });
  EXPECT_EQ(error.code, ErrorCode::cannot_connect);
  EXPECT_NE(error.text.find("127.0.0.1:" + std::to_string(port)), std::string::npos) << error.text;
}

TEST(Connect, SaysThatANameIsUnknown) {
  const Error error = failure_of([&] {
    run(first_words({.host = "no-such-host.invalid", .port = 993, .security = Security::tls}, {},
                    deadline_in(20s)));
  });
  EXPECT_EQ(error.code, ErrorCode::cannot_resolve) << error.text;
  EXPECT_NE(error.text.find("no-such-host.invalid"), std::string::npos);
}

TEST(Connect, EndsASilentReadByItsDeadline) {
  ScriptedServer server("X silence\n");
  const auto start = std::chrono::steady_clock::now();
  const Error error =
      failure_of([&] { run(first_words(at(server, Security::none), {}, deadline_in(200ms))); });
  EXPECT_EQ(error.code, ErrorCode::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST(Connect, EndsAWriteThatNobodyReads) {
  ScriptedServer server("X pause 1500\nX close\n");
  const auto talk = [](Endpoint endpoint) -> Task<> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    const std::string much(64 << 20, 'a');
    const std::array<std::string_view, 1> pieces{much};
    co_await stream->write(pieces, deadline_in(300ms));
  };
  EXPECT_EQ(failure_of([&] { run(talk(at(server, Security::none))); }).code, ErrorCode::timed_out);
}

TEST(Connect, ALaterDeadlineFollowsAnEarlierOne) {
  ScriptedServer server("S= a\nX pause 500\nS= b\nX close\n");
  const auto talk = [](Endpoint endpoint) -> Task<std::string> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    std::array<char, 1> buffer;
    co_await stream->read_some(buffer, deadline_in(200ms));
    // The timer is still armed for the first wait; it must not end the second.
    const std::size_t count = co_await stream->read_some(buffer, deadline_in(5s));
    co_return std::string(buffer.data(), count);
  };
  EXPECT_EQ(run(talk(at(server, Security::none))), "b");
}

TEST(Connect, AnEarlierDeadlineFollowsALaterOne) {
  ScriptedServer server("S= a\nX silence\n");
  const auto talk = [](Endpoint endpoint) -> Task<> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    std::array<char, 1> buffer;
    co_await stream->read_some(buffer, deadline_in(1h));
    co_await stream->read_some(buffer, deadline_in(100ms));
  };
  EXPECT_EQ(failure_of([&] { run(talk(at(server, Security::none))); }).code, ErrorCode::timed_out);
}

TEST(Connect, CloseEndsAWaitingRead) {
  ScriptedServer server("X silence\n");
  const auto talk = [](Endpoint endpoint) -> Task<> {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    boost::asio::steady_timer later(executor, 50ms);
    later.async_wait([&stream](const boost::system::error_code&) { stream->close(); });
    std::array<char, 1> buffer;
    co_await stream->read_some(buffer, deadline_in(5s));
  };
  EXPECT_EQ(failure_of([&] { run(talk(at(server, Security::none))); }).code,
            ErrorCode::interrupted);
}

TEST(Connect, AResetIsALostConnection) {
  ScriptedServer server("C: hello\nX reset\n");
  const auto talk = [](Endpoint endpoint) -> Task<> {
    const auto stream = co_await connect(endpoint, {}, deadline_in(5s));
    const std::array<std::string_view, 1> pieces{"hello\r\n"};
    co_await stream->write(pieces, deadline_in(5s));
    std::array<char, 1> buffer;
    co_await stream->read_some(buffer, deadline_in(5s));
  };
  EXPECT_EQ(failure_of([&] { run(talk(at(server, Security::none))); }).code,
            ErrorCode::connection_lost);
}

TEST_F(Tls, TrustsTheGivenAuthority) {
  ScriptedServer server("X tls\nS: hello\nX close\n", server_);
  EXPECT_EQ(run(first_words(at(server, Security::tls), {.ca_file = ca_file_, .fingerprint = {}},
                            deadline_in(5s))),
            "hello\r\n");
  EXPECT_EQ(server.problems(), "");
}

TEST_F(Tls, ChecksAnAddressAgainstTheCertificate) {
  ScriptedServer server("X tls\nS: hello\nX close\n", server_);
  EXPECT_EQ(run(first_words(at(server, Security::tls, "127.0.0.1"),
                            {.ca_file = ca_file_, .fingerprint = {}}, deadline_in(5s))),
            "hello\r\n");
}

TEST_F(Tls, RefusesAnUnknownAuthorityAndShowsTheFingerprint) {
  ScriptedServer server("X tls\n", server_);
  const Error error = refused(at(server, Security::tls), {});
  EXPECT_EQ(error.code, ErrorCode::certificate_untrusted);
  EXPECT_NE(error.text.find(fingerprint_text(sha256(server_.certificate_der))), std::string::npos)
      << error.text;
}

TEST_F(Tls, RefusesAnotherAuthority) {
  const std::string other = write_pem(test::make_authority("Another"), "postferry-net-other");
  ScriptedServer server("X tls\n", server_);
  EXPECT_EQ(refused(at(server, Security::tls), {.ca_file = other, .fingerprint = {}}).code,
            ErrorCode::certificate_untrusted);
  std::filesystem::remove(other);
}

TEST_F(Tls, RefusesAnotherName) {
  ScriptedServer server("X tls\n", server_);
  const Error error =
      refused(at(server, Security::tls, "other.example"), {.ca_file = ca_file_, .fingerprint = {}});
  EXPECT_EQ(error.code, ErrorCode::certificate_wrong_name);
  EXPECT_NE(error.text.find("other.example"), std::string::npos);
}

TEST_F(Tls, APinReplacesAuthorityAndName) {
  ScriptedServer server("X tls\nS: hello\nX close\n", server_);
  const NetworkPolicy policy{.ca_file = {}, .fingerprint = sha256(server_.certificate_der)};
  EXPECT_EQ(run(first_words(at(server, Security::tls, "other.example"), policy, deadline_in(5s))),
            "hello\r\n");
}

TEST_F(Tls, AWrongPinIsRefusedThoughTheAuthorityIsRight) {
  ScriptedServer server("X tls\n", server_);
  const NetworkPolicy policy{.ca_file = ca_file_, .fingerprint = sha256("something else")};
  const Error error = refused(at(server, Security::tls), policy);
  EXPECT_EQ(error.code, ErrorCode::fingerprint_mismatch);
  EXPECT_NE(error.text.find(fingerprint_text(sha256(server_.certificate_der))), std::string::npos);
}

TEST_F(Tls, AServerInTheClearIsNotTls) {
  ScriptedServer server("S: * OK hello\nX silence\n", server_);
  EXPECT_EQ(refused(at(server, Security::tls), {}).code, ErrorCode::tls_failed);
}

TEST_F(Tls, ASilentHandshakeEndsByItsDeadline) {
  ScriptedServer server("X silence\n", server_);
  const Error error =
      failure_of([&] { run(first_words(at(server, Security::tls), {}, deadline_in(200ms))); });
  EXPECT_EQ(error.code, ErrorCode::timed_out);
}

TEST_F(Tls, AMissingAuthorityFileIsNamed) {
  ScriptedServer server("X close\n", server_);
  const Error error =
      refused(at(server, Security::tls), {.ca_file = "/nowhere.pem", .fingerprint = {}});
  EXPECT_EQ(error.code, ErrorCode::file_unreadable);
  EXPECT_EQ(error.where, "/nowhere.pem");
}

TEST_F(Tls, TheUpgradeTellsTheCertificate) {
  ScriptedServer server("S: clear\nX tls\nC: hello\nS: secret\nX close\n", server_);
  const auto talk = [this](Endpoint endpoint) -> Task<std::string> {
    const NetworkPolicy policy{.ca_file = ca_file_, .fingerprint = {}};
    auto stream = co_await connect(endpoint, policy, deadline_in(5s));
    std::array<char, 100> buffer;
    co_await stream->read_some(buffer, deadline_in(5s));
    stream = co_await start_tls(std::move(stream), endpoint, policy, deadline_in(5s));
    EXPECT_EQ(stream->peer_certificate_sha256(), sha256(server_.certificate_der));
    const std::array<std::string_view, 1> pieces{"hello\r\n"};
    co_await stream->write(pieces, deadline_in(5s));
    const std::size_t count = co_await stream->read_some(buffer, deadline_in(5s));
    co_return std::string(buffer.data(), count);
  };
  EXPECT_EQ(run(talk(at(server, Security::starttls))), "secret\r\n");
  EXPECT_EQ(server.problems(), "");
}

}  // namespace
}  // namespace postferry::net
