#include "tests/contract/imap_fixture.hpp"

#include <array>
#include <fmt/format.h>

#include "imap/store/open.hpp"
#include "text/modified_utf7.hpp"

namespace postferry::test {
namespace {

std::string new_user() {
  static int users = 0;
  return fmt::format("contract{}", ++users);
}

// "17-May-2012 10:11:12 +0200", as INTERNALDATE is written.
std::string date_text(const mail::Received& received) {
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto local = received.instant + received.zone;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  const auto zone = std::abs(received.zone.count());
  return fmt::format("{:02}-{}-{:04} {:02}:{:02}:{:02} {}{:02}{:02}", unsigned(date.day()),
                     months[unsigned(date.month()) - 1], int(date.year()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(),
                     received.zone.count() < 0 ? '-' : '+', zone / 60, zone % 60);
}

std::chrono::minutes zone_in(const std::string& date) {
  const auto digits = date.substr(date.size() - 5);
  const int value = std::stoi(digits.substr(1));
  const int minutes = value / 100 * 60 + value % 100;
  return std::chrono::minutes(digits[0] == '-' ? -minutes : minutes);
}

}  // namespace

ImapFixture::ImapFixture(const ThrowawayServer& server, std::uint16_t port,
                         ImapPeculiarities peculiarities)
    : user_(new_user()),
      password_(server.password()),
      port_(port),
      peculiarities_(std::move(peculiarities)),
      client_(server.port(), user_, password_),
      prefix_(client_.personal_prefix()) {
  const auto folders = client_.folders();
  separator_ = folders.empty() ? "/" : folders.front().separator;
  const auto offered = client_.capabilities();
  at_once_ = offered.contains("MULTIAPPEND") && offered.contains("LITERAL+");
}

std::string ImapFixture::mailbox(const mail::FolderPath& path) const {
  if (path.is_inbox()) return "INBOX";
  std::string name = prefix_;
  for (const auto& segment : path.segments()) {
    if (&segment != &path.segments().front()) name += separator_;
    name += text::modified_utf7_encode(segment).value();
  }
  return name;
}

void ImapFixture::make_folder(const mail::FolderPath& path) {
  if (!path.is_inbox()) client_.create(mailbox(path));
}

void ImapFixture::remove_folder(const mail::FolderPath& path) { client_.remove(mailbox(path)); }

void ImapFixture::put(const mail::FolderPath& folder, const ContractMessage& message) {
  client_.append(mailbox(folder), message.bytes, message.flags.text(), date_text(message.received));
}

// One MULTIAPPEND where there is one: a thousand commits of Cyrus take half a minute.
void ImapFixture::put_all(const mail::FolderPath& folder,
                          const std::vector<ContractMessage>& messages) {
  if (!at_once_ || messages.empty()) {
    ContractAccount::put_all(folder, messages);
    return;
  }
  std::string command = "APPEND \"" + mailbox(folder) + "\"";
  for (const auto& message : messages)
    command += fmt::format(" ({}) \"{}\" {{{}+}}\r\n{}", message.flags.text(),
                           date_text(message.received), message.bytes.size(), message.bytes);
  client_.command(command);
}

std::string ImapFixture::uid_at(const mail::FolderPath& folder, std::size_t position) {
  return std::to_string(client_.read(mailbox(folder)).at(position).uid);
}

void ImapFixture::remove(const mail::FolderPath& folder, std::size_t position) {
  const auto uid = uid_at(folder, position);
  client_.store(mailbox(folder), uid, "+FLAGS (\\Deleted)");
  client_.expunge(mailbox(folder), uid);
}

void ImapFixture::set_flags(const mail::FolderPath& folder, std::size_t position,
                            const mail::Flags& flags) {
  client_.store(mailbox(folder), uid_at(folder, position), "FLAGS (" + flags.text() + ")");
}

std::vector<ContractMessage> ImapFixture::look(const mail::FolderPath& folder) {
  std::vector<ContractMessage> seen;
  for (const auto& message : client_.read(mailbox(folder))) {
    std::string flags;
    for (const auto& flag : message.flags) flags += flag + " ";
    seen.push_back({message.body,
                    mail::Flags::parse(flags),
                    {message.instant, zone_in(message.internal_date)}});
  }
  return seen;
}

std::optional<mail::FolderPath> ImapFixture::refused_name() const {
  if (!peculiarities_.refused_name) return std::nullopt;
  return mail::FolderPath::parse(*peculiarities_.refused_name).value();
}

bool ImapFixture::limit_bytes(std::uint64_t bytes) {
  if (!peculiarities_.limit) return false;
  peculiarities_.limit(user_, bytes / 1024);
  return true;
}

namespace {

imap::AccountSettings settings(Side side, std::uint16_t port, const std::string& user,
                               const std::string& password) {
  imap::AccountSettings settings;
  settings.side = side;
  settings.endpoint = {
      .host = "127.0.0.1", .port = port, .security = net::Security::none, .connect_to = {}};
  settings.user = user;
  settings.password = Secret(password);
  return settings;
}

}  // namespace

Task<std::unique_ptr<mail::Source>> ImapFixture::source() {
  return imap::open_source(settings(Side::source, port_, user_, password_));
}

Task<std::unique_ptr<mail::Target>> ImapFixture::target() {
  return imap::open_target(settings(Side::target, port_, user_, password_));
}

}  // namespace postferry::test
