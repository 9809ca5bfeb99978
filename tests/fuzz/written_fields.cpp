// What people write into fields: addresses, servers, times. Whatever the bytes, what is taken is
// taken again from how it is shown, and a refusal is a sentence.
#include <cstdint>
#include <cstdlib>

#include "service/mail_address.hpp"
#include "service/server_name.hpp"
#include "service/written_time.hpp"
#include "text/utf8.hpp"

namespace {

using namespace postferry;
using namespace postferry::service;

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_finding(const Finding& finding) {
  demand(!finding.text.empty() && text::is_utf8(finding.text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto address = mail_address(bytes)) {
    demand(mail_address(address->text)->text == address->text);
    demand(mail_address("a@" + address->domain)->domain == address->domain);
  } else {
    check_finding(address.error());
  }
  if (const auto server = server_name(bytes)) {
    const auto again = server_name(server->host);
    demand(again && again->host == server->host);
  } else {
    check_finding(server.error());
  }
  static const auto zone = TimeZone::named("Europe/Berlin").value();
  if (const auto time = written_time(bytes, zone)) {
    demand(written_time(to_rfc3339(time->at), zone)->at == time->at);
  } else {
    check_finding(time.error());
  }
  if (const auto user = user_name(bytes)) demand(user_name(*user) == *user);
  return 0;
}
