// A notice as a mail: what it tells, in the language and the time zone of the person who gets it.
//
// Called by the delivery. Values from outside, such as addresses and names of batches, are one
// harmless line each, whatever they hold. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "service/notices/notice_facts.hpp"

namespace postferry::service {

struct NoticeMail {
  std::string subject;
  std::string text;
};

// Needs facts with a person. `public_url` without a slash at its end.
NoticeMail notice_mail(const NoticeFacts& facts, std::string_view public_url);

// What somebody who sets up the mail server gets.
NoticeMail test_mail(std::string_view language, std::string_view public_url);

}  // namespace postferry::service
