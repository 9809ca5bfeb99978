// What the tests' IMAP client asks of folders and of the messages in them.
#include <algorithm>
#include <cctype>
#include <utility>

#include "tests/support/imap_client.hpp"

namespace postferry::test {
namespace {

bool same_word(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
    return std::toupper(a) == std::toupper(b);
  });
}

std::uint32_t number(const std::string& text) {
  return static_cast<std::uint32_t>(std::stoul(text));
}

// "5 FETCH (UID 7 FLAGS (...) ...)" as the message it describes.
StoredMessage message_of(std::vector<Word> items) {
  StoredMessage message;
  for (std::size_t at = 0; at + 1 < items.size(); at += 2) {
    const std::string& name = items[at].text;
    Word& value = items[at + 1];
    if (same_word(name, "UID")) message.uid = number(value.text);
    if (same_word(name, "INTERNALDATE")) message.internal_date = value.text;
    if (same_word(name, "BODY[]")) message.body = std::move(value.text);
    if (same_word(name, "FLAGS")) {
      for (const Word& flag : value.list) {
        if (!same_word(flag.text, "\\Recent")) message.flags.insert(flag.text);
      }
    }
  }
  message.instant = instant_of(message.internal_date);
  return message;
}

}  // namespace

std::vector<ListedFolder> ImapClient::folders() {
  std::vector<ListedFolder> listed;
  for (const std::string& line : command(R"(LIST "" "*")").untagged) {
    const std::vector<Word> words = words_of(line);
    if (words.size() < 4 || !same_word(words[0].text, "LIST")) continue;
    ListedFolder folder{.name = words[3].text, .separator = words[2].text, .attributes = {}};
    if (folder.separator == "NIL") folder.separator.clear();
    for (const Word& attribute : words[1].list) folder.attributes.insert(attribute.text);
    listed.push_back(std::move(folder));
  }
  return listed;
}

std::set<std::string> ImapClient::subscribed() {
  std::set<std::string> names;
  for (const std::string& line : command(R"(LSUB "" "*")").untagged) {
    const std::vector<Word> words = words_of(line);
    if (words.size() >= 4 && same_word(words[0].text, "LSUB")) names.insert(words[3].text);
  }
  return names;
}

std::string ImapClient::capabilities() {
  for (const std::string& line : command("CAPABILITY").untagged) {
    if (line.starts_with("CAPABILITY ")) return line.substr(11);
  }
  return {};
}

std::string ImapClient::personal_prefix() {
  for (const std::string& line : command("NAMESPACE").untagged) {
    const std::vector<Word> words = words_of(line);
    if (words.size() >= 2 && same_word(words[0].text, "NAMESPACE") && !words[1].list.empty()) {
      return words[1].list[0].list.at(0).text;
    }
  }
  return {};
}

void ImapClient::create(std::string_view folder) { command("CREATE " + quoted_string(folder)); }

void ImapClient::remove(std::string_view folder) { command("DELETE " + quoted_string(folder)); }

void ImapClient::rename(std::string_view from, std::string_view to) {
  command("RENAME " + quoted_string(from) + " " + quoted_string(to));
}

void ImapClient::subscribe(std::string_view folder) {
  command("SUBSCRIBE " + quoted_string(folder));
}

std::uint32_t ImapClient::uid_validity(std::string_view folder) {
  for (const std::string& line :
       command("STATUS " + quoted_string(folder) + " (UIDVALIDITY)").untagged) {
    const std::vector<Word> words = words_of(line);
    if (words.size() >= 3 && same_word(words[0].text, "STATUS")) {
      return number(words[2].list.at(1).text);
    }
  }
  throw ImapRefused("no UIDVALIDITY for " + std::string(folder));
}

void ImapClient::select(std::string_view folder) { command("SELECT " + quoted_string(folder)); }

std::vector<StoredMessage> ImapClient::read(std::string_view folder) {
  bool empty = false;
  for (const std::string& line : command("EXAMINE " + quoted_string(folder)).untagged) {
    if (line == "0 EXISTS") empty = true;
  }
  std::vector<StoredMessage> messages;
  if (empty) return messages;
  for (const std::string& line :
       command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])").untagged) {
    std::vector<Word> words = words_of(line);
    if (words.size() == 3 && same_word(words[1].text, "FETCH")) {
      messages.push_back(message_of(std::move(words[2].list)));
    }
  }
  return messages;
}

void ImapClient::store(std::string_view folder, std::string_view uids, std::string_view change) {
  select(folder);
  command("UID STORE " + std::string(uids) + " " + std::string(change));
}

void ImapClient::expunge(std::string_view folder, std::string_view uids) {
  store(folder, uids, "+FLAGS (\\Deleted)");
  command("EXPUNGE");
}

void ImapClient::move(std::string_view folder, std::string_view uids, std::string_view to) {
  select(folder);
  const std::string wanted(uids);
  if (attempt("UID MOVE " + wanted + " " + quoted_string(to)).ok()) return;
  command("UID COPY " + wanted + " " + quoted_string(to));
  command("UID STORE " + wanted + " +FLAGS (\\Deleted)");
  command("EXPUNGE");
}

}  // namespace postferry::test
