#include "imap/session/session.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "imap/session/causes.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t kept_alerts = 16;
constexpr std::size_t most_enabled = 100;

std::string to_wire(Tag tag) { return "P" + std::to_string(static_cast<std::uint32_t>(tag)); }

Error out_of_protocol(std::string text) {
  return Error{.code = ErrorCode::protocol_broken,
               .text = std::move(text),
               .where = {},
               .scope = Scope::host,
               .retry = Retry::now};
}

}  // namespace

Session::Session(std::unique_ptr<net::Stream> stream, SessionOptions options)
    : connection_(std::move(stream), std::move(options)), quirks_(&no_quirks()) {}

Session::~Session() { connection_.abandon(); }

Tag Session::send(Command command) {
  const Tag tag{++last_tag_};
  outstanding_.push_back(Outstanding{tag, std::move(command.name)});
  bool first = true;
  for (Segment& segment : command.segments) {
    if (std::exchange(first, false)) {
      const std::string prefix = to_wire(tag) + " ";
      segment.bytes.insert(0, prefix);
      for (Segment::Span& secret : segment.secrets) {
        secret.from += prefix.size();
        secret.to += prefix.size();
      }
    }
    queue(tag, std::move(segment));
  }
  connection_.progress();
  return tag;
}

void Session::queue(Tag tag, Segment segment) {
  if (paused_) {
    held_.push_back(Held{tag, std::move(segment)});
    return;
  }
  connection_.queue(segment);
  if (segment.pause == Pause::continuation) paused_ = tag;
}

void Session::release_held() {
  paused_.reset();
  while (!held_.empty() && !paused_) {
    const Held held = std::move(held_.front());
    held_.pop_front();
    queue(held.tag, held.segment);
  }
}

Task<> Session::flush() {
  std::optional<Error> problem;
  try {
    co_await connection_.flush();
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  if (problem) co_await write_failed(std::move(*problem));
}

Task<> Session::fill() {
  co_await flush();
  co_await connection_.read();
}

Task<Event> Session::next() {
  while (true) {
    if (auto event = buffered()) co_return std::move(*event);
    co_await fill();
  }
}

std::optional<Event> Session::buffered() {
  if (unread_.empty()) return take();
  Event event = std::move(unread_.front());
  unread_.pop_front();
  return event;
}

std::optional<Event> Session::take() {
  while (true) {
    const FrameEvent frame = connection_.frame();
    if (std::holds_alternative<NeedMore>(frame)) return std::nullopt;
    if (const auto* chunk = std::get_if<LiteralChunk>(&frame))
      return BodyChunk{chunk->bytes, chunk->remaining_bytes};
    if (const auto* start = std::get_if<LiteralStart>(&frame)) {
      auto head = parse_fetch_head(start->head);
      if (!head) fail(std::move(head.error()));
      return BodyStart{std::move(*head), start->size_bytes};
    }
    if (auto event = take_line(std::get<Line>(frame).text)) return event;
  }
}

std::optional<Event> Session::take_line(std::string_view line) {
  auto response = parse_response(line);
  if (!response) fail(std::move(response.error()));
  if (auto* tagged = std::get_if<Tagged>(&*response)) return complete(std::move(*tagged));
  if (std::holds_alternative<Continuation>(*response) && paused_) {
    release_held();
    return std::nullopt;
  }
  observe_response(*response);
  return std::move(*response);
}

Event Session::complete(Tagged tagged) {
  std::uint32_t number = 0;
  const std::string_view digits = std::string_view(tagged.tag).substr(tagged.tag.empty() ? 0 : 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto found = std::ranges::find(outstanding_, Tag{number}, &Outstanding::tag);
  if (found == outstanding_.end() || to_wire(found->tag) != tagged.tag)
    fail(out_of_protocol("An answer came for a command that nobody sent: " + tagged.tag));
  connection_.progress();
  Completion completion{found->tag, std::move(found->name), std::move(tagged.status)};
  outstanding_.erase(found);
  if (paused_ == completion.tag) {
    std::erase_if(held_, [&](const Held& held) { return held.tag == completion.tag; });
    release_held();
  }
  observe_status(completion.status);
  if (selected_ && completion.ok()) imap::observe(*selected_, completion.status.code);
  constexpr std::string_view exchange = "authenticated but not connected";
  if (!completion.ok() &&
      text::to_lower(completion.status.text).find(exchange) != std::string::npos)
    fail(login_error(completion.status));
  return completion;
}

void Session::observe_response(const Response& response) {
  if (const auto* status = std::get_if<StatusResponse>(&response)) {
    observe_status(*status);
    if (status->kind == StatusKind::bye && !leaving_) connection_.said_bye(bye_error(*status));
  } else if (const auto* capability = std::get_if<CapabilityResponse>(&response)) {
    learn(capability->capabilities);
  } else if (const auto* now_enabled = std::get_if<EnabledResponse>(&response)) {
    for (const std::string& word : now_enabled->capabilities)
      if (!enabled(word) && enabled_.size() < most_enabled) enabled_.push_back(word);
  } else if (const auto* server = std::get_if<IdResponse>(&response)) {
    server_id_ = server->fields;
  } else if (const auto* spaces = std::get_if<NamespaceResponse>(&response)) {
    namespaces_ = *spaces;
  }
  if (selected_) imap::observe(*selected_, response);
}

void Session::observe_status(const StatusResponse& status) {
  if (status.code.name == CodeName::capability) {
    if (const auto* words = std::get_if<Words>(&status.code.value)) learn(*words);
  } else if (status.code.name == CodeName::alert) {
    if (alerts_.size() == kept_alerts) alerts_.erase(alerts_.begin());
    alerts_.push_back(connection_.without_secrets(status.text));
  }
}

void Session::learn(const Words& capabilities) {
  capabilities_ = Capabilities(capabilities);
  capabilities_fresh_ = true;
  believe(*quirks_);
}

void Session::believe(const QuirkRow& row) {
  quirks_ = &row;
  for (const std::string_view word : row.removed) capabilities_.remove(word);
}

bool Session::enabled(std::string_view capability) const noexcept {
  return std::ranges::any_of(enabled_, [capability](const std::string& word) {
    return text::equal_ignoring_case(word, capability);
  });
}

NameEncoding Session::name_encoding() const noexcept {
  return enabled("UTF8=ACCEPT") || enabled("IMAP4rev2") ? NameEncoding::utf8
                                                        : NameEncoding::modified_utf7;
}

Error Session::refusal(const Completion& completion, ErrorCode code, Scope scope,
                       Retry retry) const {
  if (auto patience = throttle_error(completion.status))
    return connection_.placed(std::move(*patience));
  return connection_.placed(Error{.code = code,
                                  .text = words_of(completion.status),
                                  .where = {},
                                  .scope = scope,
                                  .retry = retry});
}

void Session::abandon() noexcept { connection_.abandon(); }

void Session::fail(Error error) { throw Failure(connection_.end(std::move(error))); }

}  // namespace postferry::imap
