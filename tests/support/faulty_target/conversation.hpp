// One client's connection to a FaultyTarget: reads commands, answers them in order. Runs on a
// thread of its own, made by the FaultyTarget; shut_down() wakes it from outside.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/crash/imap_lines.hpp"
#include "tests/support/crash/sockets.hpp"
#include "tests/support/faulty_target/mailboxes.hpp"
#include "tests/support/imap_reply.hpp"

namespace postferry::test {

struct ClientGone {};  // thrown inside a conversation to end it

struct ClientCommand {
  std::string tag;
  std::string name;  // in capitals, "UID FETCH" as one
  std::vector<Word> arguments;
};

class FaultyConversation {
 public:
  FaultyConversation(Socket socket, FaultyBooks& books);
  ~FaultyConversation();

  void shut_down() noexcept { socket_.shutdown(); }
  bool is_over() const noexcept { return over_; }

 private:
  struct Sent;  // one message of an APPEND

  void serve();
  void serve_line(std::string line);
  void answer(const ClientCommand& command);
  bool answer_session(const ClientCommand& command);
  bool answer_folders(const ClientCommand& command);
  bool answer_messages(const ClientCommand& command);

  void log_in(const ClientCommand& command);
  void list(const ClientCommand& command);
  void status(const ClientCommand& command);
  void create(const ClientCommand& command);
  void select(const ClientCommand& command);
  void fetch(const ClientCommand& command);
  void store(const ClientCommand& command);
  void search(const ClientCommand& command);
  void copy(const ClientCommand& command);
  void expunge(const ClientCommand& command);
  std::string fetched(const KeptMessage& message, std::size_t number,
                      const std::vector<Word>& items);

  void append(std::string line);
  Sent receive(const AnnouncedLiteral& literal, Word flags, std::string date);
  std::optional<std::string> refusal_of(const std::vector<Sent>& batch);
  std::string keep(const std::string& mailbox, std::vector<Sent> batch);
  void keep_late(const std::string& mailbox, std::vector<Sent> batch);

  std::string read_line();
  std::string read_bytes(std::uint64_t count);
  void ask_for(const AnnouncedLiteral& literal);
  void send(std::string_view bytes);
  void say(const std::string& tag, const std::string& words);  // NO and BAD are counted
  void send_garbage();
  [[noreturn]] void die();

  KeptMailbox* selected();
  // The positions in the selected mailbox that a set of uids or numbers names.
  std::vector<std::size_t> named(const std::string& set, bool by_uid);

  Socket socket_;
  FaultyBooks& books_;
  std::string buffer_;
  std::string user_;
  std::string selected_name_;
  std::size_t announced_messages_ = 0;
  int errors_in_a_row_ = 0;
  std::atomic<bool> over_{false};
  std::jthread thread_;
};

}  // namespace postferry::test
