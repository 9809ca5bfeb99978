// Appending: the contents of one stream into one folder, as one MULTIAPPEND (RFC 3502) or as
// APPENDs of which several are under way (RFC 3501 6.3.11; RFC 4315 for the new UIDs).
//
// Made by the target for one call of append(). The folder is not selected for it. Every answer is
// told to the sink before anything throws; a folder that is gone throws at the end. When the source
// fails between two messages, what went out is brought to its end first; when it fails inside one,
// the connection is abandoned.
#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "imap/session/append.hpp"
#include "imap/store/account.hpp"
#include "mail/content_stream.hpp"
#include "mail/folder.hpp"
#include "mail/outcome.hpp"
#include "mail/traits.hpp"

namespace postferry::imap {

class Appending {
 public:
  // `permanent`: the flags that the folder keeps, where that is known.
  Appending(Account& account, const mail::Folder& folder, mail::ContentStream& contents,
            mail::OutcomeSink& outcomes, std::optional<Flags> permanent);

  Task<> run(mail::AppendMode mode);

 private:
  struct Sent {
    Tag tag;
    mail::ItemId item;
  };

  Task<> run_multi();
  Task<> run_pipelined();
  Task<> send_alone(mail::ContentHead head);
  Task<> copy(Append& append);
  Task<std::optional<mail::ContentHead>> next();
  Task<> refuse_rest(Error error);
  Task<> settle_one();
  void settle_received();
  void settle(const Completion& completion);
  void settle_multi(const Completion& completion, const std::vector<mail::ItemId>& items);
  void stored(mail::ItemId item, std::optional<Uid> uid);
  void refused(mail::ItemId item, mail::OutcomeKind kind, Error error);
  std::optional<UidSet> new_uids(const Completion& completion, std::size_t count);
  Task<std::optional<Completion>> begin(Append& append, const mail::ContentHead& head);
  Flags kept(const mail::Flags& flags) const;

  Account& account_;
  const mail::Folder& folder_;
  std::string mailbox_;
  mail::ContentStream& contents_;
  mail::OutcomeSink& outcomes_;
  std::optional<Flags> permanent_;
  std::exception_ptr source_failure_;
  std::deque<Sent> sent_;
  std::size_t refused_in_a_row_ = 0;
  std::optional<Error> stop_;     // why no further message is sent
  std::optional<Error> missing_;  // the folder is gone
  bool other_generation_ = false;
};

// Those of the flags that PERMANENTFLAGS lets a client keep.
Flags kept_flags(const Flags& wished, const Flags& permanent);

}  // namespace postferry::imap
