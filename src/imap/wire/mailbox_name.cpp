#include "imap/wire/mailbox_name.hpp"

#include "text/ascii.hpp"
#include "text/modified_utf7.hpp"
#include "text/utf8.hpp"

namespace postferry::imap {
namespace {

std::string from_latin1(std::string_view bytes) {
  std::string out;
  for (char byte : bytes) text::append_utf8(out, static_cast<unsigned char>(byte));
  return out;
}

std::string readable(std::string_view raw, NameEncoding encoding) {
  if (text::equal_ignoring_case(raw, "INBOX")) return "INBOX";
  if (encoding == NameEncoding::modified_utf7) {
    if (auto decoded = text::modified_utf7_decode(raw)) return *std::move(decoded);
  }
  return text::is_utf8(raw) ? std::string(raw) : from_latin1(raw);
}

}  // namespace

MailboxName name_from_wire(std::string_view raw, NameEncoding encoding) {
  return {.raw = std::string(raw), .utf8 = readable(raw, encoding)};
}

Result<MailboxName> name_to_wire(std::string_view utf8, NameEncoding encoding) {
  const auto refuse = [utf8](std::string_view why) {
    return std::unexpected(Error{.code = ErrorCode::folder_refused,
                                 .text = std::string(why),
                                 .where = std::string(utf8),
                                 .scope = Scope::folder});
  };
  if (!text::is_utf8(utf8)) return refuse("the name is not UTF-8");
  if (utf8.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    return refuse("the name holds a line end or NUL");
  }
  MailboxName name{.raw = std::string(utf8), .utf8 = std::string(utf8)};
  if (encoding == NameEncoding::modified_utf7) {
    auto encoded = text::modified_utf7_encode(utf8);
    if (!encoded) return std::unexpected(encoded.error());
    name.raw = *std::move(encoded);
  }
  return name;
}

}  // namespace postferry::imap
