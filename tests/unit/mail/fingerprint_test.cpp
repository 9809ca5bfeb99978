#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "mail/digest.hpp"
#include "text/header_fields.hpp"

namespace postferry::mail {
namespace {

const std::string message =
    "Message-ID: <a@example.org>\r\nDate: Thu, 17 May 2012 10:11:12 +0200\r\n"
    "From: Ada <ada@example.org>\r\nSubject: hello\r\n\r\nbody\r\n";

TEST(Fingerprint, of_message_id_and_date_is_strong) {
  EXPECT_TRUE(fingerprint_of(message).is_strong());
  EXPECT_FALSE(fingerprint_of("Message-ID: <a@example.org>\r\n\r\n").is_strong());
  EXPECT_FALSE(fingerprint_of("Date: Thu, 17 May 2012 10:11:12 +0200\r\n\r\n").is_strong());
  EXPECT_FALSE(fingerprint_of("Message-ID: \r\nDate:\r\n\r\n").is_strong()) << "empty is missing";
  EXPECT_FALSE(fingerprint_of("").is_strong());
}

TEST(Fingerprint, does_not_see_folds_case_of_names_or_line_ends) {
  const auto plain = fingerprint_of(message);
  EXPECT_EQ(fingerprint_of("Message-ID:\r\n <a@example.org>\r\nDate: Thu, 17 May 2012\r\n\t"
                           "10:11:12 +0200\r\n\r\n"),
            plain);
  EXPECT_EQ(fingerprint_of("message-id:<a@example.org>\nDATE: Thu,  17 May 2012 10:11:12 +0200\n"),
            plain);
}

TEST(Fingerprint, does_not_see_received_size_order_or_body) {
  const auto plain = fingerprint_of(message);
  EXPECT_EQ(fingerprint_of("Received: by mx.example.org\r\n with SMTP; today\r\n" + message),
            plain);
  EXPECT_EQ(fingerprint_of("X-Spam: no\r\n" + message + std::string(1000, 'x')), plain);
  EXPECT_EQ(fingerprint_of("Date: Thu, 17 May 2012 10:11:12 +0200\r\nMessage-ID: "
                           "<a@example.org>\r\nSubject: another\r\n\r\n"),
            plain)
      << "strong: further fields are not looked at";
}

TEST(Fingerprint, sees_other_ids_and_dates) {
  auto other = message;
  other.replace(other.find("<a@"), 3, "<b@");
  EXPECT_NE(fingerprint_of(other), fingerprint_of(message));
  other = message;
  other.replace(other.find("10:11:12"), 8, "10:11:13");
  EXPECT_NE(fingerprint_of(other), fingerprint_of(message));
  EXPECT_NE(fingerprint_of("Message-ID: <A@example.org>\r\nDate: Thu, 17 May 2012 10:11:12 "
                           "+0200\r\n\r\n"),
            fingerprint_of(message))
      << "ids have case";
}

TEST(Fingerprint, when_weak_takes_further_fields_in) {
  const std::string weak = "Date: Thu, 17 May 2012 10:11:12 +0200\r\nFrom: ada\r\n";
  std::set<Fingerprint> different{fingerprint_of(weak)};
  for (const auto* field : {"To: bob", "Cc: bob", "Subject: bob", "In-Reply-To: bob"})
    EXPECT_TRUE(different.insert(fingerprint_of(weak + field + "\r\n")).second) << field;
  EXPECT_EQ(fingerprint_of(weak + "Received: x\r\nX-Size: 5\r\n"), fingerprint_of(weak));
}

TEST(Fingerprint, takes_the_first_of_equal_fields) {
  EXPECT_EQ(fingerprint_of("Message-ID: <a@example.org>\r\nMessage-ID: <b@example.org>\r\nDate: "
                           "Thu, 17 May 2012 10:11:12 +0200\r\n\r\n"),
            fingerprint_of(message));
}

TEST(Fingerprint, looks_at_nothing_behind_the_empty_line) {
  EXPECT_EQ(fingerprint_of("Subject: x\r\n\r\nMessage-ID: <a@example.org>\r\nDate: now\r\n"),
            fingerprint_of("Subject: x\r\n"));
}

TEST(Fingerprint, of_the_named_fields_alone_is_that_of_the_whole_header) {
  for (const auto& whole :
       {message, std::string("Received: x\r\nTo: bob\r\nFrom: ada\r\nSubject: a\r\n b\r\n\r\nx")}) {
    std::string named;
    text::for_each_field(whole, [&named](std::string_view name, std::string_view body) {
      const auto wanted = fingerprint_fields();
      if (std::ranges::any_of(
              wanted, [name](auto field) { return text::equal_ignoring_case(field, name); }))
        named.append(name).append(":").append(body).append("\r\n");
    });
    EXPECT_LT(named.size(), whole.size());
    EXPECT_EQ(fingerprint_of(named), fingerprint_of(whole));
    EXPECT_EQ(fingerprint_of(named + "\r\n"), fingerprint_of(whole));
  }
}

TEST(Fingerprint, takes_any_bytes_cut_anywhere) {
  const std::string odd = "Message-ID: \xff\xfe<\x01>\r\nDate:\t\xc3\r\n\r\n";
  for (std::size_t length = 0; length <= odd.size(); ++length) {
    const std::string cut = odd.substr(0, length);
    EXPECT_EQ(fingerprint_of(cut), fingerprint_of(cut));
  }
  EXPECT_TRUE(fingerprint_of(odd).is_strong());
}

TEST(Fingerprint, fields_that_run_together_stay_apart) {
  EXPECT_NE(fingerprint_of("From: a\r\nTo: b\r\n"), fingerprint_of("From: a b\r\n"));
  EXPECT_NE(fingerprint_of("From: a\r\n"), fingerprint_of("To: a\r\n"));
}

}  // namespace
}  // namespace postferry::mail
