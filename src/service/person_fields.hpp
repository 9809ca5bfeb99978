// The fields that people fill in about themselves and others, checked: names, addresses, passwords,
// domains, languages and time zones.
//
// Used by the functions of People before anything is looked up or stored. Each check appends what
// is wrong to a list and gives the value as it is stored. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "service/refusal.hpp"

namespace postferry::service {

using FieldRefusals = std::vector<FieldRefusal>;

// One line of text: not empty, at most 200 bytes of UTF-8, without control characters.
std::string checked_name(FieldRefusals& wrong, std::string_view field, std::string_view written);

std::string checked_email(FieldRefusals& wrong, std::string_view field, std::string_view written);
// What makes two addresses the same person.
std::string email_key_of(std::string_view email);

// 12 characters or more, at most 1,024 bytes, and not made of the person's address or name.
void check_password(FieldRefusals& wrong, std::string_view field, const Secret& password,
                    std::string_view email, std::string_view name);

// Domains as they are stored: as DNS has them, sorted, each once, parted by blanks.
std::string checked_domains(FieldRefusals& wrong, std::string_view field,
                            const std::vector<std::string>& written);

// "en", "de-AT"; the empty text stays empty.
std::string checked_language(FieldRefusals& wrong, std::string_view field,
                             std::string_view written);
// A zone of the IANA data base; the empty text stays empty.
std::string checked_time_zone(FieldRefusals& wrong, std::string_view field,
                              std::string_view written);

}  // namespace postferry::service
