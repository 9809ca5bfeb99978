#include "tests/support/mailbox_oracle.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <openssl/sha.h>
#include <vector>

#include "tests/support/imap_reply.hpp"

namespace postferry::test {
namespace {

std::string comparable(std::string name, const std::string& separator, const std::string& prefix) {
  if (in_capitals(name) == "INBOX") return "INBOX";
  if (!prefix.empty() && name.starts_with(prefix)) name.erase(0, prefix.size());
  if (separator.empty() || separator == "/") return name;
  std::ranges::replace(name, separator.front(), '/');
  return name;
}

bool selectable(const ListedFolder& folder) {
  return std::ranges::none_of(folder.attributes, [](const std::string& attribute) {
    const std::string known = in_capitals(attribute);
    return known == "\\NOSELECT" || known == "\\NONEXISTENT";
  });
}

std::string subject_of(std::string_view body) {
  const std::size_t at = body.find("Subject:");
  if (at == std::string_view::npos) return {};
  return std::string(body.substr(at + 8, std::min<std::size_t>(body.find('\n', at) - at - 8, 60)));
}

std::string line_of(std::string_view what, const SeenMessage& message, const SeenAccount& from) {
  const auto subject = from.subjects.find(message.sha256);
  return fmt::format("{}: {} {} '{}' ({}) {:%FT%TZ}\n", message.folder, what,
                     message.sha256.substr(0, 12),
                     subject == from.subjects.end() ? "" : subject->second,
                     fmt::join(message.flags, " "), message.instant);
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

SeenAccount look_at(ImapClient& client) {
  SeenAccount account;
  const std::string prefix = client.personal_prefix();
  for (const ListedFolder& folder : client.folders()) {
    if (!selectable(folder)) continue;
    const std::string name = comparable(folder.name, folder.separator, prefix);
    account.folders.insert(name);
    for (const StoredMessage& message : client.read(folder.name)) {
      const std::string digest = sha256_of(message.body);
      account.subjects.emplace(digest, subject_of(message.body));
      account.messages.insert({name, digest, message.flags, message.instant});
    }
  }
  return account;
}

std::string difference(const SeenAccount& source, const SeenAccount& target) {
  std::string lines;
  for (const std::string& folder : source.folders) {
    if (!target.folders.contains(folder)) lines += "folder " + folder + " is missing\n";
  }
  std::vector<SeenMessage> missing;
  std::vector<SeenMessage> extra;
  std::ranges::set_difference(source.messages, target.messages, std::back_inserter(missing));
  std::ranges::set_difference(target.messages, source.messages, std::back_inserter(extra));
  for (const SeenMessage& message : missing) lines += line_of("missing", message, source);
  for (const SeenMessage& message : extra) lines += line_of("extra", message, target);
  return lines;
}

}  // namespace postferry::test
