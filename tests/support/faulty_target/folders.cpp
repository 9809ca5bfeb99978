// The commands of a FaultyTarget that speak of mailboxes: LOGIN, LIST, STATUS, CREATE, SELECT.
#include <algorithm>
#include <utility>

#include "tests/support/faulty_target/conversation.hpp"

namespace postferry::test {
namespace {

std::string decoded_base64(const std::string& text) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::string argument(const ClientCommand& command, std::size_t index) {
  return index < command.arguments.size() ? command.arguments[index].text : std::string();
}

// `pattern` as LIST has it: '*' for anything, '%' for anything within a level.
bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] != '*' && pattern[0] != '%') {
    return !name.empty() && name[0] == pattern[0] &&
           matches_pattern(pattern.substr(1), name.substr(1));
  }
  for (std::size_t taken = 0; taken <= name.size(); ++taken) {
    if (matches_pattern(pattern.substr(1), name.substr(taken))) return true;
    if (pattern[0] == '%' && taken < name.size() && name[taken] == '/') return false;
  }
  return false;
}

}  // namespace

void FaultyConversation::log_in(const ClientCommand& command) {
  std::string user = argument(command, 0);
  std::string password = argument(command, 1);
  if (command.name == "AUTHENTICATE") {
    std::string response = argument(command, 1);
    if (response.empty()) {
      send("+ \r\n");
      response = read_line();
    }
    const std::string plain = decoded_base64(response);
    const std::size_t first = plain.find('\0');
    const std::size_t second = plain.find('\0', first + 1);
    if (second == std::string::npos) return say(command.tag, "BAD not PLAIN");
    user = plain.substr(first + 1, second - first - 1);
    password = plain.substr(second + 1);
  }
  if (password != "secret") return say(command.tag, "NO [AUTHENTICATIONFAILED] wrong password");
  user_ = user;
  {
    const std::scoped_lock lock(books_.mutex);
    books_.account(user_);
  }
  say(command.tag, "OK logged in");
}

bool FaultyConversation::answer_folders(const ClientCommand& command) {
  if (command.name == "LIST" || command.name == "LSUB") {
    list(command);
  } else if (command.name == "STATUS") {
    status(command);
  } else if (command.name == "CREATE") {
    create(command);
  } else if (command.name == "SUBSCRIBE" || command.name == "UNSUBSCRIBE") {
    {
      const std::scoped_lock lock(books_.mutex);
      KeptAccount& account = books_.account(user_);
      const auto found = account.find(books_.spelled(account, argument(command, 0)));
      if (found != account.end()) found->second.subscribed = command.name == "SUBSCRIBE";
    }
    say(command.tag, "OK done");
  } else if (command.name == "SELECT" || command.name == "EXAMINE") {
    select(command);
  } else {
    return false;
  }
  return true;
}

void FaultyConversation::list(const ClientCommand& command) {
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    const std::string pattern = argument(command, 0) + argument(command, 1);
    if (argument(command, 1).empty()) {
      answer = "* LIST (\\Noselect) \"/\" \"\"\r\n";
    } else {
      for (const auto& [name, mailbox] : books_.account(user_)) {
        if (!matches_pattern(pattern, name) || (command.name == "LSUB" && !mailbox.subscribed))
          continue;
        answer += "* " + command.name + (books_.rules.no_inferiors ? " (\\Noinferiors)" : " ()") +
                  " \"/\" " + quoted_string(name) + "\r\n";
      }
    }
  }
  send(answer);
  say(command.tag, "OK done");
}

void FaultyConversation::status(const ClientCommand& command) {
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    KeptAccount& account = books_.account(user_);
    const std::string name = books_.spelled(account, argument(command, 0));
    const auto found = account.find(name);
    if (found != account.end() && command.arguments.size() > 1) {
      const KeptMailbox& mailbox = found->second;
      answer = "* STATUS " + quoted_string(name) + " (";
      for (const Word& item : command.arguments[1].list) {
        if (!answer.ends_with('(')) answer += ' ';
        answer += item.text + " ";
        if (item.text == "MESSAGES")
          answer += std::to_string(mailbox.messages.size());
        else if (item.text == "UIDNEXT")
          answer += std::to_string(mailbox.uid_next);
        else if (item.text == "UIDVALIDITY")
          answer += std::to_string(mailbox.uid_validity);
        else
          answer += "0";
      }
      answer += ")\r\n";
    }
  }
  if (answer.empty()) return say(command.tag, "NO [NONEXISTENT] no such mailbox");
  send(answer);
  say(command.tag, "OK done");
}

void FaultyConversation::create(const ClientCommand& command) {
  std::string words = "OK created";
  {
    const std::scoped_lock lock(books_.mutex);
    KeptAccount& account = books_.account(user_);
    std::string name = argument(command, 0);
    while (name.ends_with('/')) name.pop_back();
    if (books_.rules.reserved_names.contains(name)) {
      words = "NO [CANNOT] That name is reserved";
    } else if (books_.rules.no_inferiors && name.contains('/')) {
      words = "NO [CANNOT] No mailbox may have others below it";
    } else if (account.contains(books_.spelled(account, name))) {
      words = "NO [ALREADYEXISTS] Mailbox exists";
    } else {
      for (std::size_t end = name.find('/'); end != std::string::npos;
           end = name.find('/', end + 1)) {
        const std::string parent = name.substr(0, end);
        if (!account.contains(parent)) account[parent].uid_validity = books_.next_uid_validity++;
      }
      account[name].uid_validity = books_.next_uid_validity++;
    }
  }
  say(command.tag, words);
}

void FaultyConversation::select(const ClientCommand& command) {
  std::string answer;
  {
    const std::scoped_lock lock(books_.mutex);
    KeptAccount& account = books_.account(user_);
    const std::string name = books_.spelled(account, argument(command, 0));
    const auto found = account.find(name);
    selected_name_.clear();
    if (found != account.end()) {
      selected_name_ = name;
      announced_messages_ = found->second.messages.size();
      answer =
          "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n"
          "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] flags\r\n* " +
          std::to_string(announced_messages_) + " EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY " +
          std::to_string(found->second.uid_validity) + "] valid\r\n* OK [UIDNEXT " +
          std::to_string(found->second.uid_next) + "] next\r\n";
    }
  }
  if (answer.empty()) return say(command.tag, "NO [NONEXISTENT] no such mailbox");
  send(answer);
  say(command.tag,
      command.name == "SELECT" ? "OK [READ-WRITE] selected" : "OK [READ-ONLY] examined");
}

}  // namespace postferry::test
