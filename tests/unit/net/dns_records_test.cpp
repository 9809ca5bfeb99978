// SRV and MX records from a name server of the test.
#include "net/dns_records.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

std::string two(unsigned number) {
  return {static_cast<char>(number >> 8 & 0xff), static_cast<char>(number & 0xff)};
}

// "mail.example" as labels (RFC 1035 section 3.1).
std::string labels(std::string_view name) {
  std::string bytes;
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    bytes += static_cast<char>(label.size());
    bytes += label;
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  return bytes + '\0';
}

struct Record {
  unsigned type;
  std::string data;
};

Record srv(unsigned priority, unsigned weight, unsigned port, std::string_view host) {
  return {.type = 33, .data = two(priority) + two(weight) + two(port) + labels(host)};
}
Record mx(unsigned preference, std::string_view host) {
  return {.type = 15, .data = two(preference) + labels(host)};
}

// Answers every question alike.
class NameServer {
 public:
  enum class Mood { answers, silent, knows_no_name, talks_nonsense, fails };

  explicit NameServer(std::vector<Record> records, Mood mood = Mood::answers)
      : records_(std::move(records)), mood_(mood), socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~NameServer() {
    stopping_ = true;
    thread_.join();
    ::close(socket_);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  DnsServers servers() const { return {.addresses = "127.0.0.1:" + std::to_string(port_)}; }

 private:
  void serve() {
    while (!stopping_) {
      pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 50) != 1) continue;
      char buffer[512];
      sockaddr_in from{};
      socklen_t size = sizeof from;
      const ssize_t count =
          ::recvfrom(socket_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (count < 12 || mood_ == Mood::silent) continue;
      const std::string reply = answer({buffer, static_cast<std::size_t>(count)});
      ::sendto(socket_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  }

  std::string answer(const std::string& question) const {
    const auto end = question.find('\0', 12) + 5;  // name, type and class
    const unsigned code = mood_ == Mood::knows_no_name ? 3 : mood_ == Mood::fails ? 2 : 0;
    const bool any = mood_ == Mood::answers || mood_ == Mood::talks_nonsense;
    std::string reply = question.substr(0, 2) + two(0x8180 | code) + two(1) +
                        two(any ? static_cast<unsigned>(records_.size()) : 0) + two(0) + two(0) +
                        question.substr(12, end - 12);
    if (!any) return reply;
    for (const auto& record : records_) {
      const auto length = record.data.size() + (mood_ == Mood::talks_nonsense ? 40 : 0);
      reply += two(0xc00c) + two(record.type) + two(1) + two(0) + two(60) +
               two(static_cast<unsigned>(length)) + record.data;
    }
    return reply;
  }

  std::vector<Record> records_;
  Mood mood_;
  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

TEST(DnsRecords, SrvComesInTheOrderOfTrying) {
  const NameServer server({srv(20, 0, 993, "backup.example"), srv(10, 1, 993, "light.example"),
                           srv(10, 9, 1993, "HEAVY.example")});
  const auto records =
      run(srv_records("_imaps._tcp.customer.example", deadline_in(5s), server.servers()));
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0],
            (SrvRecord{.host = "heavy.example", .port = 1993, .priority = 10, .weight = 9}));
  EXPECT_EQ(records[1].host, "light.example");
  EXPECT_EQ(records[2].host, "backup.example");
}

TEST(DnsRecords, MxComesInTheOrderOfTrying) {
  const NameServer server({mx(20, "b.example"), mx(5, "a.example")});
  EXPECT_EQ(run(mx_records("customer.example", deadline_in(5s), server.servers())),
            (std::vector<MxRecord>{{.host = "a.example", .preference = 5},
                                   {.host = "b.example", .preference = 20}}));
}

TEST(DnsRecords, ADeclaredAbsenceIsNone) {
  const NameServer no_imap({srv(0, 0, 0, "")});
  EXPECT_TRUE(run(srv_records("_imap._tcp.x.example", deadline_in(5s), no_imap.servers())).empty());
  const NameServer no_mail({mx(0, "")});
  EXPECT_TRUE(run(mx_records("x.example", deadline_in(5s), no_mail.servers())).empty());
}

TEST(DnsRecords, WhatIsNoHostNameIsPassedOver) {
  const NameServer server({mx(1, "a b.example"), mx(2, "<script>.example"), mx(3, "c.example")});
  const auto records = run(mx_records("x.example", deadline_in(5s), server.servers()));
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].host, "c.example");
}

TEST(DnsRecords, WithoutRecordsThereAreNone) {
  const NameServer empty({});
  EXPECT_TRUE(run(mx_records("x.example", deadline_in(5s), empty.servers())).empty());
  const NameServer unknown({}, NameServer::Mood::knows_no_name);
  EXPECT_TRUE(run(srv_records("_imaps._tcp.x", deadline_in(5s), unknown.servers())).empty());
}

TEST(DnsRecords, ASilentServerIsGivenUpAtTheDeadline) {
  const NameServer silent({}, NameServer::Mood::silent);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(
      failure_of([&] { run(mx_records("x.example", deadline_in(300ms), silent.servers())); }).code,
      ErrorCode::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST(DnsRecords, NonsenseIsNotBelieved) {
  const NameServer nonsense({mx(1, "a.example")}, NameServer::Mood::talks_nonsense);
  const Error error =
      failure_of([&] { run(mx_records("x.example", deadline_in(5s), nonsense.servers())); });
  EXPECT_EQ(error.code, ErrorCode::cannot_resolve);
  EXPECT_EQ(error.where, "x.example");
}

}  // namespace
}  // namespace postferry::net
