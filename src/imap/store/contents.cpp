#include "imap/store/contents.hpp"

#include <algorithm>
#include <utility>

#include "imap/store/placements.hpp"
#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"
#include "text/header_fields.hpp"

namespace postferry::imap {
namespace {

constexpr std::string_view items = "(UID FLAGS INTERNALDATE BODY.PEEK[])";
constexpr std::size_t longest_header = std::size_t{256} << 10;

}  // namespace

Contents::Contents(Account& account, mail::Folder folder, std::vector<mail::ItemId> ids)
    : account_(account), folder_(std::move(folder)) {
  const auto set = uid_set(ids);
  uids_.assign(set.begin(), set.end());
  asked_.assign(uids_.size(), Asked::open);
  if (uids_.empty()) return;
  account_.session().stream_bodies(BodyLiterals::streamed);
  send(set);
}

Contents::~Contents() {
  if (open_commands_ > 0 || body_ == Body::streaming || body_ == Body::dropping)
    account_.abandon();
  else
    account_.session().stream_bodies(BodyLiterals::inlined);
}

void Contents::send(const UidSet& uids) {
  alone_ = uids.count() == 1 ? uids.smallest() : 0;
  for (const auto& line : split(uids, longest_set_bytes)) {
    account_.session().send(uid_fetch(print(line), items));
    ++open_commands_;
  }
}

Task<std::optional<mail::ContentHead>> Contents::next() {
  while (body_ == Body::inlined || body_ == Body::streaming)
    if ((co_await piece()).empty()) break;
  Session& session = account_.session();
  while (true) {
    while (open_commands_ > 0) {
      auto event = session.buffered();
      if (!event) {
        co_await session.fill();
        continue;
      }
      auto head = take(*event);
      if (!head) continue;
      if (undated_) co_await peek_at_header(*head);
      co_return head;
    }
    if (!send_nameless()) break;
  }
  session.stream_bodies(BodyLiterals::inlined);
  if (refused_) throw Failure(*std::exchange(refused_, std::nullopt));
  co_return std::nullopt;
}

Task<std::string_view> Contents::piece() {
  if (inlined_given_ < inlined_.size())
    co_return std::string_view(inlined_).substr(std::exchange(inlined_given_, inlined_.size()));
  if (body_ == Body::inlined) body_ = Body::none;
  while (body_ == Body::streaming) {
    auto event = account_.session().buffered();
    if (!event) {
      co_await account_.session().fill();
    } else if (const auto* chunk = std::get_if<BodyChunk>(&*event)) {
      co_return chunk->bytes;
    } else {
      take(*event);
    }
  }
  co_return std::string_view();
}

std::optional<mail::ContentHead> Contents::take(Event& event) {
  if (auto* start = std::get_if<BodyStart>(&event)) return take_start(*start);
  if (auto* response = std::get_if<Response>(&event)) {
    if (auto* fetched = std::get_if<FetchResponse>(response)) return take_fetched(*fetched);
  } else if (auto* completion = std::get_if<Completion>(&event)) {
    take_completion(*completion);
  }
  return std::nullopt;
}

std::optional<mail::ContentHead> Contents::take_start(BodyStart& start) {
  if (!start.head.uid && alone_ != 0) start.head.uid = alone_;
  auto head = head_of(start.head, start.size_bytes);
  body_ = head ? Body::streaming : Body::dropping;
  return head;
}

// The end of a body that was streamed, a body that was not (quoted, NIL), or news of flags.
std::optional<mail::ContentHead> Contents::take_fetched(FetchResponse& fetched) {
  const auto before = std::exchange(body_, Body::none);
  if (before == Body::streaming) return std::nullopt;
  if (before == Body::dropping) {
    auto* state = fetched.uid ? asked(*fetched.uid) : nullptr;
    if (state && *state == Asked::open) *state = Asked::nameless;
    return std::nullopt;
  }
  const auto* section = fetched.section("BODY[]");
  if (!section || !section->bytes) return std::nullopt;
  auto head = head_of(fetched, section->bytes->size());
  if (!head) return std::nullopt;
  inlined_ = *section->bytes;
  inlined_given_ = 0;
  body_ = Body::inlined;
  return head;
}

std::optional<mail::ContentHead> Contents::head_of(const FetchResponse& fetched,
                                                   std::uint64_t size_bytes) {
  auto* state = fetched.uid ? asked(*fetched.uid) : nullptr;
  if (!state || *state == Asked::given) return std::nullopt;
  *state = Asked::given;
  mail::ContentHead head;
  head.id = item_id(*fetched.uid);
  head.size_bytes = size_bytes;
  if (fetched.flags) head.flags = domain_flags(*fetched.flags);
  undated_ = !is_dated(fetched);
  if (!undated_) head.received = received(*fetched.internal_date);
  inlined_.clear();
  inlined_given_ = 0;
  return head;
}

void Contents::take_completion(Completion& completion) {
  --open_commands_;
  if (completion.ok() || refused_) return;
  refused_ = command_refusal(account_.session(), completion, folder_.path.text(), Scope::item);
}

// Asks again, alone, for the next one whose body came without a name. False when there is none.
bool Contents::send_nameless() {
  const auto found = std::ranges::find(asked_, Asked::nameless);
  if (found == asked_.end() || refused_) return false;
  *found = Asked::open;
  send(UidSet(UidRange{uids_[static_cast<std::size_t>(found - asked_.begin())],
                       uids_[static_cast<std::size_t>(found - asked_.begin())]}));
  return true;
}

// Without INTERNALDATE the header decides, and it must be known before the first byte is given.
Task<> Contents::peek_at_header(mail::ContentHead& head) {
  if (body_ == Body::streaming) {
    std::string header;
    while (header.size() < longest_header && text::header_length(header) == std::string::npos) {
      const auto bytes = co_await piece();
      if (bytes.empty()) break;
      header += bytes;
    }
    inlined_ = std::move(header);
    inlined_given_ = 0;
    if (body_ == Body::none) body_ = Body::inlined;
  }
  head.received = received_by_header(inlined_);
}

Contents::Asked* Contents::asked(Uid uid) {
  const auto found = std::ranges::lower_bound(uids_, uid);
  if (found == uids_.end() || *found != uid) return nullptr;
  return &asked_[static_cast<std::size_t>(found - uids_.begin())];
}

}  // namespace postferry::imap
