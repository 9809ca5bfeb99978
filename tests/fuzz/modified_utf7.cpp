// Modified UTF-7: a decoded name is UTF-8 and encodes to one that decodes to it; mailbox names keep
// their bytes.
#include "text/modified_utf7.hpp"

#include <cstdint>
#include <cstdlib>

#include "imap/wire/mailbox_name.hpp"
#include "text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (auto encoding : {imap::NameEncoding::modified_utf7, imap::NameEncoding::utf8}) {
    const imap::MailboxName name = imap::name_from_wire(bytes, encoding);
    if (name.raw != bytes || !text::is_utf8(name.utf8)) std::abort();
    const auto ours = imap::name_to_wire(bytes, encoding);
    if (ours && imap::name_from_wire(ours->raw, encoding).raw != ours->raw) std::abort();
  }
  if (const auto decoded = text::modified_utf7_decode(bytes)) {
    const auto encoded = text::modified_utf7_encode(*decoded);
    if (!encoded || text::modified_utf7_decode(*encoded) != *decoded) std::abort();
  }
  if (bytes.find('\0') != std::string_view::npos) return 0;
  if (const auto encoded = text::modified_utf7_encode(bytes)) {
    if (text::modified_utf7_decode(*encoded) != bytes) std::abort();
  }
  return 0;
}
