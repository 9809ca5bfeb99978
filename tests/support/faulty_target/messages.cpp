// The commands of a FaultyTarget that speak of messages in the selected mailbox.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "tests/support/faulty_target/conversation.hpp"

namespace postferry::test {
namespace {

std::uint32_t number_or_last(std::string_view text, std::uint32_t last) {
  if (text == "*") return last;
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string header_of(const std::string& body) {
  const std::size_t end = body.find("\r\n\r\n");
  return end == std::string::npos ? body : body.substr(0, end + 4);
}

// The fields of the header that a BODY[HEADER.FIELDS (...)] names, and the empty line.
std::string fields_of(const std::string& body, const std::vector<Word>& names) {
  const std::string header = header_of(body);
  std::string picked;
  bool wanted = false;
  for (std::size_t begin = 0; begin < header.size();) {
    std::size_t end = header.find("\r\n", begin);
    end = end == std::string::npos ? header.size() : end + 2;
    const std::string line = header.substr(begin, end - begin);
    if (line == "\r\n") break;
    if (line[0] != ' ' && line[0] != '\t') {
      const std::string name = in_capitals(line.substr(0, line.find(':')));
      wanted = std::ranges::any_of(
          names, [&](const Word& word) { return in_capitals(word.text) == name; });
    }
    if (wanted) picked += line;
    begin = end;
  }
  return picked + "\r\n";
}

std::string literal(const std::string& bytes) {
  return "{" + std::to_string(bytes.size()) + "}\r\n" + bytes;
}

std::string joined(const std::set<std::string>& flags) {
  std::string text;
  for (const std::string& flag : flags) text += (text.empty() ? "" : " ") + flag;
  return text;
}

// What a BODY item asks for, with its answer's name: "BODY.PEEK[HEADER]<0.80>".
std::string body_item(const KeptMessage& message, const std::string& item) {
  const std::size_t open = item.find('[');
  const std::size_t close = item.rfind(']');
  const std::string section = item.substr(open + 1, close - open - 1);
  const std::string kind = in_capitals(section);
  std::string bytes = message.body;
  if (kind.starts_with("HEADER.FIELDS")) {
    bytes = fields_of(message.body, words_of(section.substr(13)).at(0).list);
  } else if (kind == "HEADER") {
    bytes = header_of(message.body);
  } else if (kind == "TEXT") {
    bytes = message.body.substr(header_of(message.body).size());
  }
  std::string answer = "BODY[" + section + "]";
  if (close + 1 < item.size() && item[close + 1] == '<') {
    const std::uint32_t from = number_or_last(item.substr(close + 2), 0);
    const std::uint32_t count = number_or_last(item.substr(item.find('.', close) + 1), 0);
    bytes = from < bytes.size() ? bytes.substr(from, count) : std::string();
    answer += "<" + std::to_string(from) + ">";
  }
  return answer + " " + literal(bytes);
}

}  // namespace

bool FaultyConversation::answer_messages(const ClientCommand& command) {
  if (command.name == "FETCH" || command.name == "UID FETCH") {
    fetch(command);
  } else if (command.name == "STORE" || command.name == "UID STORE") {
    store(command);
  } else if (command.name == "SEARCH" || command.name == "UID SEARCH") {
    search(command);
  } else if (command.name == "UID COPY" || command.name == "UID MOVE") {
    copy(command);
  } else if (command.name == "EXPUNGE" || command.name == "UID EXPUNGE") {
    expunge(command);
  } else if (command.name == "CLOSE" || command.name == "UNSELECT") {
    selected_name_.clear();
    say(command.tag, "OK done");
  } else {
    return false;
  }
  return true;
}

std::vector<std::size_t> FaultyConversation::named(const std::string& set, bool by_uid) {
  std::vector<std::size_t> found;
  const KeptMailbox* mailbox = selected();
  if (mailbox == nullptr || mailbox->messages.empty()) return found;
  const auto last =
      by_uid ? mailbox->messages.back().uid : static_cast<std::uint32_t>(mailbox->messages.size());
  for (std::size_t index = 0; index < mailbox->messages.size(); ++index) {
    const auto own = by_uid ? mailbox->messages[index].uid : static_cast<std::uint32_t>(index + 1);
    for (std::size_t begin = 0; begin < set.size();) {
      const std::size_t end = std::min(set.find(',', begin), set.size());
      const std::string_view range = std::string_view(set).substr(begin, end - begin);
      const std::size_t colon = range.find(':');
      auto from = number_or_last(range.substr(0, colon), last);
      auto to = colon == range.npos ? from : number_or_last(range.substr(colon + 1), last);
      if (from > to) std::swap(from, to);
      if (own >= from && own <= to) {
        found.push_back(index);
        break;
      }
      begin = end + 1;
    }
  }
  return found;
}

void FaultyConversation::fetch(const ClientCommand& command) {
  if (command.arguments.size() < 2) return say(command.tag, "BAD what?");
  const bool by_uid = command.name.starts_with("UID");
  std::vector<Word> items = command.arguments[1].is_list ? command.arguments[1].list
                                                         : std::vector<Word>{command.arguments[1]};
  if (by_uid && std::ranges::none_of(items, [](const Word& item) { return item.text == "UID"; })) {
    items.insert(items.begin(), Word{.text = "UID", .list = {}});
  }
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    for (const std::size_t index : named(command.arguments[0].text, by_uid)) {
      answer += fetched(selected()->messages[index], index + 1, items);
    }
  }
  send(answer);
  say(command.tag, "OK done");
}

std::string FaultyConversation::fetched(const KeptMessage& message, std::size_t number,
                                        const std::vector<Word>& items) {
  std::string answer = "* " + std::to_string(number) + " FETCH (";
  for (const Word& item : items) {
    if (!answer.ends_with('(')) answer += ' ';
    const std::string name = in_capitals(item.text);
    if (name == "UID") answer += "UID " + std::to_string(message.uid);
    if (name == "FLAGS") answer += "FLAGS (" + joined(message.flags) + ")";
    if (name == "INTERNALDATE") answer += "INTERNALDATE " + quoted_string(message.internal_date);
    if (name == "RFC822.SIZE") answer += "RFC822.SIZE " + std::to_string(message.body.size());
    if (name.starts_with("BODY")) answer += body_item(message, item.text);
  }
  return answer + ")\r\n";
}

void FaultyConversation::store(const ClientCommand& command) {
  if (command.arguments.size() < 3) return say(command.tag, "BAD what?");
  const bool by_uid = command.name.starts_with("UID");
  const std::string how = in_capitals(command.arguments[1].text);
  const Word& given = command.arguments[2];
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    for (const std::size_t index : named(command.arguments[0].text, by_uid)) {
      KeptMessage& message = selected()->messages[index];
      if (how.starts_with("FLAGS")) message.flags.clear();
      for (const Word& flag : given.is_list ? given.list : std::vector<Word>{given}) {
        if (how.starts_with('-')) {
          message.flags.erase(flag.text);
        } else {
          message.flags.insert(flag.text);
        }
      }
      if (how.ends_with(".SILENT")) continue;
      answer += "* " + std::to_string(index + 1) + " FETCH (UID " + std::to_string(message.uid) +
                " FLAGS (" + joined(message.flags) + "))\r\n";
    }
  }
  send(answer);
  say(command.tag, "OK done");
}

void FaultyConversation::search(const ClientCommand& command) {
  const bool by_uid = command.name.starts_with("UID");
  std::string set = "1:*";
  bool set_is_uids = by_uid;
  for (std::size_t index = 0; index < command.arguments.size(); ++index) {
    const std::string word = in_capitals(command.arguments[index].text);
    if (word == "UID" && index + 1 < command.arguments.size()) {
      set = command.arguments[++index].text;
      set_is_uids = true;
    } else if (word != "ALL") {
      return say(command.tag, "BAD this server searches by UID only");
    }
  }
  std::string answer = "* SEARCH";
  {
    const std::scoped_lock lock(books_.mutex);
    for (const std::size_t index : named(set, set_is_uids)) {
      answer += " " + std::to_string(by_uid ? selected()->messages[index].uid : index + 1);
    }
  }
  send(answer + "\r\n");
  say(command.tag, "OK done");
}

void FaultyConversation::copy(const ClientCommand& command) {
  if (command.arguments.size() < 2) return say(command.tag, "BAD what?");
  std::string words = "OK done";
  {
    const std::scoped_lock lock(books_.mutex);
    KeptAccount& account = books_.account(user_);
    const auto to = account.find(books_.spelled(account, command.arguments[1].text));
    if (to == account.end()) {
      words = "NO [TRYCREATE] no such mailbox";
    } else {
      for (const std::size_t index : named(command.arguments[0].text, true)) {
        KeptMessage message = selected()->messages[index];
        if (command.name == "UID MOVE") selected()->messages[index].flags.insert("\\Deleted");
        message.uid = to->second.uid_next++;
        to->second.messages.push_back(std::move(message));
      }
    }
  }
  if (command.name == "UID MOVE" && words.starts_with("OK")) {
    ClientCommand rest = command;
    rest.name = "UID EXPUNGE";
    return expunge(rest);
  }
  say(command.tag, words);
}

void FaultyConversation::expunge(const ClientCommand& command) {
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    const bool all = command.name == "EXPUNGE" || command.arguments.empty();
    std::vector<std::size_t> indices = named(all ? "1:*" : command.arguments[0].text, !all);
    std::ranges::reverse(indices);
    for (const std::size_t index : indices) {
      auto& messages = selected()->messages;
      if (!messages[index].flags.contains("\\Deleted")) continue;
      messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(index));
      answer += "* " + std::to_string(index + 1) + " EXPUNGE\r\n";
      announced_messages_ = messages.size();
    }
  }
  send(answer);
  say(command.tag, "OK done");
}

}  // namespace postferry::test
