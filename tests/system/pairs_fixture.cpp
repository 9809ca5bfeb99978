#include "tests/system/pairs_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/crash/letters.hpp"
#include "tests/support/servers/throwaway_courier.hpp"
#include "tests/support/servers/throwaway_cyrus.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"

namespace postferry::test {
namespace fs = std::filesystem;
namespace {

std::string with_crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 30);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')) result += '\r';
    result += text[at];
  }
  return result;
}

}  // namespace

std::string_view name_of(ServerKind kind) {
  switch (kind) {
    case ServerKind::dovecot_maildir:
      return "DovecotMaildir";
    case ServerKind::dovecot_mdbox:
      return "DovecotMdbox";
    case ServerKind::cyrus:
      return "Cyrus";
    case ServerKind::courier:
      return "Courier";
  }
  return {};
}

bool is_available(ServerKind kind) {
  if (kind == ServerKind::cyrus) return ThrowawayCyrus::available();
  if (kind == ServerKind::courier) return ThrowawayCourier::available();
  return ThrowawayDovecot::available();
}

std::unique_ptr<ThrowawayServer> start(ServerKind kind) {
  switch (kind) {
    case ServerKind::dovecot_maildir:
      return std::make_unique<ThrowawayDovecot>();
    case ServerKind::dovecot_mdbox:
      return std::make_unique<ThrowawayDovecot>(DovecotOptions{.format = MailFormat::mdbox});
    case ServerKind::cyrus:
      return std::make_unique<ThrowawayCyrus>();
    case ServerKind::courier:
      return std::make_unique<ThrowawayCourier>();
  }
  return nullptr;
}

fs::path corpus_folder() {
  if (const char* named = std::getenv("POSTFERRY_CORPUS")) return named;
  return fs::path(SOURCE_DIR) / "../shared/corpus";
}

std::vector<std::string> corpus_messages() {
  std::vector<fs::path> files;
  if (fs::exists(corpus_folder())) {
    for (const auto& entry : fs::recursive_directory_iterator(corpus_folder())) {
      if (entry.path().extension() == ".eml") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::vector<std::string> messages;
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    messages.push_back(with_crlf(text));
  }
  return messages;
}

AccountFiller::AccountFiller(ThrowawayServer& server, std::string_view user)
    : client_(server.port(), user, server.password()), prefix_(client_.personal_prefix()) {
  for (const ListedFolder& folder : client_.folders()) separator_ = folder.separator;
}

std::string AccountFiller::wire_name(std::string_view path) const {
  if (path == "INBOX") return "INBOX";
  std::string name = prefix_;
  for (const char c : path) name += c == '/' ? separator_ : std::string(1, c);
  return name;
}

void AccountFiller::create(std::string_view path) {
  // Cyrus and Courier want parents to be made first or not at all; level by level suits all.
  for (std::size_t end = path.find('/'); end != path.npos; end = path.find('/', end + 1)) {
    client_.attempt("CREATE " + test::quoted_string(wire_name(path.substr(0, end))));
  }
  client_.command("CREATE " + test::quoted_string(wire_name(path)));
}

bool AccountFiller::append(std::string_view path, std::string_view body, std::string_view flags,
                           std::string_view date) {
  try {
    client_.append(wire_name(path), body, flags, date);
    return true;
  } catch (const ImapRefused&) {
    return false;
  }
}

void fill_like_a_person(AccountFiller& account) {
  for (const char* path : {"Work/Plans/2012", "Empty", "B&APw-cher",
                           "&ZeVnLIqe-/&BB8EQAQ4BDIENQRC-", "Travel & more"}) {
    account.create(std::string_view(path) == "Travel & more" ? "Travel &- more" : path);
  }
  for (int number = 0; number < 12; ++number) {
    account.append("INBOX", letter(number, 300 + 700 * static_cast<std::size_t>(number)),
                   number % 2 == 0 ? "\\Seen" : "", received_of(number));
  }
  for (int number = 20; number < 26; ++number) {
    account.append("Work/Plans/2012", letter(number), "\\Flagged \\Seen", received_of(number));
  }
  for (int copies = 0; copies < 3; ++copies) {
    account.append("INBOX", letter(30), "\\Answered \\Seen", received_of(30));
  }
  for (int variant = 0; variant < 3; ++variant) {
    account.append("B&APw-cher", letter_without_identity(1, variant), "\\Draft", received_of(31));
    account.append("B&APw-cher", letter_with_other_body(32, variant), "", received_of(32));
  }
  account.append("&ZeVnLIqe-/&BB8EQAQ4BDIENQRC-", letter(33), "", "09-Sep-1999 23:59:59 -0500");
  account.append("Travel &- more", letter(34), "\\Seen", "31-Dec-2005 00:00:00 +1245");
}

std::size_t fill_with_corpus(AccountFiller& account) {
  account.create("Corpus");
  std::size_t taken = 0;
  int number = 0;
  for (const std::string& message : corpus_messages()) {
    ++number;
    taken +=
        account.append("Corpus", message, number % 3 == 0 ? "\\Seen" : "", received_of(number));
  }
  return taken;
}

}  // namespace postferry::test
