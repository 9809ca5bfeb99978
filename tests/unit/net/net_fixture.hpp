// What the tests of connections share: endpoints of a scripted server, and its certificates.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "net/connect.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/scripted_server.hpp"

namespace postferry::net {

using test::Identity;
using test::run;
using test::ScriptedServer;

inline Endpoint at(const ScriptedServer& server, Security security,
                   std::string host = "mail.example") {
  return Endpoint{.host = std::move(host),
                  .port = 993,
                  .security = security,
                  .connect_to = "127.0.0.1",
                  .connect_port = server.port()};
}

inline Task<std::string> first_words(Endpoint endpoint, NetworkPolicy policy, Deadline deadline) {
  const auto stream = co_await connect(std::move(endpoint), std::move(policy), deadline);
  std::array<char, 100> buffer;
  const std::size_t count = co_await stream->read_some(buffer, deadline);
  co_return std::string(buffer.data(), count);
}

template <class Work>
Error failure_of(Work work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.error();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

// An authority, and a certificate of its for mail.example.
class Tls : public testing::Test {
 protected:
  void SetUp() override { ca_file_ = write_pem(authority_, "postferry-net-ca"); }
  void TearDown() override { std::filesystem::remove(ca_file_); }

  Error refused(const Endpoint& endpoint, const NetworkPolicy& policy) {
    return failure_of(
        [&] { run(first_words(endpoint, policy, deadline_in(std::chrono::seconds(5)))); });
  }

  Identity authority_ = test::make_authority("Throwaway authority");
  Identity server_ = test::make_certificate(authority_, "DNS:mail.example,IP:127.0.0.1");
  std::string ca_file_;
};

}  // namespace postferry::net
