// Mailbox names: from a server's bytes to well-formed UTF-8 and back as they came; a name of ours
// that is accepted is read back as it was.
#include "imap/wire/mailbox_name.hpp"

#include <cstdint>
#include <cstdlib>

#include "text/ascii.hpp"
#include "text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry;
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  for (const auto encoding : {imap::NameEncoding::modified_utf7, imap::NameEncoding::utf8}) {
    const auto seen = imap::name_from_wire(name, encoding);
    if (seen.raw != name || !text::is_utf8(seen.utf8)) std::abort();
    const auto ours = imap::name_to_wire(name, encoding);
    if (!ours || text::equal_ignoring_case(name, "INBOX")) continue;
    if (ours->raw.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
    if (imap::name_from_wire(ours->raw, encoding).utf8 != name) std::abort();
  }
  return 0;
}
