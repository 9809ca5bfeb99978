// Contents: bodies as they come from the wire, one pipelined UID FETCH for all that were asked for
// (RFC 3501 6.4.5, BODY.PEEK[] so that unread stays unread).
//
// The hot path of reading: pieces are views into the session's buffer. A server that names the UID
// only behind the body makes its bodies nameless while they pass; these are dropped and fetched
// again, one at a time. A refused FETCH (one poison message) ends the stream with
// Failure{server_refused, scope item} after all that came; the connection stays usable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/content_stream.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

class Contents final : public mail::ContentStream {
 public:
  // The folder is open.
  Contents(Account& account, mail::Folder folder, std::vector<mail::ItemId> ids);
  ~Contents() override;
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;

  Task<std::optional<mail::ContentHead>> next() override;
  Task<std::string_view> piece() override;

 private:
  enum class Asked : std::uint8_t { open, given, nameless };
  enum class Body : std::uint8_t { none, streaming, dropping, inlined };

  void send(const UidSet& uids);
  std::optional<mail::ContentHead> take(Event& event);
  std::optional<mail::ContentHead> take_start(BodyStart& start);
  std::optional<mail::ContentHead> take_fetched(FetchResponse& fetched);
  std::optional<mail::ContentHead> head_of(const FetchResponse& fetched, std::uint64_t size_bytes);
  void take_completion(Completion& completion);
  bool send_nameless();
  Task<> peek_at_header(mail::ContentHead& head);
  Asked* asked(Uid uid);

  Account& account_;
  mail::Folder folder_;
  std::vector<Uid> uids_;  // sorted
  std::vector<Asked> asked_;
  std::size_t open_commands_ = 0;
  Uid alone_ = 0;  // the only UID asked for, so that a nameless body is its
  Body body_ = Body::none;
  bool undated_ = false;
  std::string inlined_;  // of the current body, given before what streams
  std::size_t inlined_given_ = 0;
  std::optional<Error> refused_;
};

}  // namespace postferry::imap
