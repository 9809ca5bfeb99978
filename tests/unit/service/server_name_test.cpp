#include "service/server_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using net::Security;
using testing::HasSubstr;

TEST(ServerName, host_port_and_encryption) {
  struct Case {
    std::string_view written;
    std::string_view host;
    std::uint16_t port;
    Security security;
  };
  for (const auto& [written, host, port, security] :
       {Case{"imap.old.example", "imap.old.example", 993, Security::tls},
        Case{" IMAP.Old.Example. ", "imap.old.example", 993, Security::tls},
        Case{"imap.old.example:143", "imap.old.example", 143, Security::starttls},
        Case{"imap.old.example:1143", "imap.old.example", 1143, Security::tls},
        Case{"imaps://imap.old.example/", "imap.old.example", 993, Security::tls},
        Case{"imap://imap.old.example", "imap.old.example", 143, Security::starttls},
        Case{"imap://imap.old.example:1143", "imap.old.example", 1143, Security::starttls},
        Case{"imap.müller.example", "imap.xn--mller-kva.example", 993, Security::tls},
        Case{"192.0.2.7:993", "192.0.2.7", 993, Security::tls},
        Case{"2001:DB8::7", "2001:db8::7", 993, Security::tls},
        Case{"[2001:db8::7]:143", "2001:db8::7", 143, Security::starttls}}) {
    const auto server = server_name(written);
    ASSERT_TRUE(server) << written << ": " << server.error().text;
    const auto endpoint = endpoint_of(*server);
    EXPECT_EQ(endpoint.host, host) << written;
    EXPECT_EQ(endpoint.port, port) << written;
    EXPECT_EQ(endpoint.security, security) << written;
  }
}

TEST(ServerName, each_mistake_is_told_with_what_to_do) {
  for (const auto& [written, code, words] :
       {std::tuple{"", FindingCode::missing, "write its name"},
        std::tuple{"imap,old.example", FindingCode::bad_host,
                   "A comma is not allowed here. Did you mean imap.old.example?"},
        std::tuple{"imap old.example", FindingCode::bad_host, "Did you mean imap.old.example?"},
        std::tuple{"https://webmail.old.example", FindingCode::bad_host, "a web address"},
        std::tuple{"anna@old.example", FindingCode::bad_host, "an e-mail address"},
        std::tuple{"imap.old.example/inbox", FindingCode::bad_host, "before the slash"},
        std::tuple{"imap..old.example", FindingCode::bad_host, "Two dots"},
        std::tuple{"192.0.2", FindingCode::bad_host, "no whole address"},
        std::tuple{"192.0.2.256", FindingCode::bad_host, "no whole address"},
        std::tuple{"imap.old.example:", FindingCode::bad_port, "from 1 to 65535"},
        std::tuple{"imap.old.example:0", FindingCode::bad_port, "from 1 to 65535"},
        std::tuple{"imap.old.example:65536", FindingCode::bad_port, "from 1 to 65535"},
        std::tuple{"imap.\xE2\x80\x8Bold.example", FindingCode::invisible_character, "U+200B"},
        std::tuple{"im\x01p.old.example", FindingCode::control_character, "control"}}) {
    const auto server = server_name(written);
    ASSERT_FALSE(server) << written;
    EXPECT_EQ(server.error().code, code) << written;
    EXPECT_THAT(server.error().text, HasSubstr(words)) << written;
  }
}

TEST(ServerName, a_port_of_something_else_is_doubtful) {
  EXPECT_THAT(port_doubt(995)->text, HasSubstr("POP3"));
  EXPECT_THAT(port_doubt(587)->text, HasSubstr("SMTP"));
  EXPECT_EQ(port_doubt(995)->severity, Severity::warning);
  EXPECT_FALSE(port_doubt(993));
  EXPECT_FALSE(port_doubt(143));
}

TEST(ServerName, encryption_has_names) {
  EXPECT_EQ(security_named(" SSL/TLS "), Security::tls);
  EXPECT_EQ(security_named("StartTLS"), Security::starttls);
  EXPECT_FALSE(security_named("yes"));
  for (const auto security : {Security::tls, Security::starttls, Security::none})
    EXPECT_EQ(security_named(security_name(security)), security);
}

}  // namespace
}  // namespace postferry::service
