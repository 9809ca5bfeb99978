// Account: one session and what the doors remember of it: the personal namespace, which mailbox is
// open, how far its modification sequences are to be believed.
//
// Made by open_source() and open_target(), shared by a door and the streams it gives out. Throws
// Failure as the doors do. One coroutine at a time, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "imap/session/session.hpp"
#include "imap/store/folder_names.hpp"
#include "imap/store/mailbox_state.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

// Whether what the server shows of an open mailbox may be older than now.
enum class View : std::uint8_t { just_opened, opened_before };

class Account {
 public:
  explicit Account(std::unique_ptr<Session> session);

  Session& session() noexcept { return *session_; }
  const Session& session() const noexcept { return *session_; }

  // CONDSTORE is offered and no quirk says that it lies.
  bool has_modseqs() const noexcept;
  ModSeqTrust modseq_trust() const noexcept;

  // Ends the connection in the midst of an answer that nobody wants to hear out; later calls throw
  // Failure connection_lost.
  void abandon() noexcept;

  // Sends all at once; gives the completions in the order of the commands. At most a few hundred.
  Task<std::vector<Completion>> run_all(std::vector<Command> commands, UntaggedSink sink = {});

  // The namespaces, asked for once unless they came with the login: a round trip at the first call.
  Task<> learn_namespaces();
  // The commands that learn_namespaces() would send, for a caller who has more to send; and what
  // came of it.
  std::vector<Command> namespace_commands() const;
  void take_namespaces(Response& response);
  bool knows_namespaces() const noexcept { return knows_namespaces_; }
  const NamespaceResponse& namespaces() const noexcept { return namespaces_; }
  FolderNames names() const;

  // The mailbox's name on the wire. Failure folder_refused when it can have none.
  std::string mailbox(const mail::Folder& folder) const;

  // Opens it unless it is open. A mailbox open for writing serves readers too. Failure
  // generation_changed when its UIDVALIDITY is not the folder's: ids would mean other messages.
  Task<View> open(const mail::Folder& folder, Access access);
  // Makes the server look again at what other connections did: a round trip. (A NOOP sent together
  // with the next command would not do: servers put it off until both are read.)
  Task<> refresh(View view);
  // For bodies and headers, where a round trip a batch would be dear: only when the newest of the
  // UIDs is beyond what the mailbox held when the server last looked, or that was over a second
  // ago.
  Task<> refresh_for(Uid newest);
  // Opens it (again), so that its state is that of now; Failure folder_missing when it is gone.
  Task<> open_anew(const mail::Folder& folder, Access access);
  // The state that open_anew() found. Failure when the server tells no UIDVALIDITY or UIDNEXT.
  Task<MailboxState> opened_state(const mail::Folder& folder);
  // The state now: STATUS where the mailbox is closed, else open_anew().
  Task<MailboxState> state_now(const mail::Folder& folder);

  [[noreturn]] void fail(ErrorCode code, std::string text, const mail::Folder& folder) const;

 private:
  void check() const;
  Task<bool> is_listed(std::string mailbox);

  std::unique_ptr<Session> session_;
  NamespaceResponse namespaces_;
  bool knows_namespaces_ = false;
  bool abandoned_ = false;
  Access access_ = Access::read_only;  // of the mailbox that is open
  std::uint64_t seen_until_ = 0;       // UIDs below this were there at the last look
  Deadline seen_at_{};
};

// STATUS items that make a state.
std::vector<std::string> state_items(const Account& account);

}  // namespace postferry::imap
