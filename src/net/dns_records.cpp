#include "net/dns_records.hpp"

#include <algorithm>
#include <ares.h>
#include <arpa/nameser.h>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <poll.h>
#include <tuple>
#include <utility>

#include "base/error.hpp"
#include "net/own_thread.hpp"
#include "text/ascii.hpp"

namespace postferry::net {
namespace {

constexpr int first_try_ms = 1500;
constexpr int tries = 3;
constexpr int longest_wait_ms = 100;
constexpr std::size_t longest_name = 253;

// What came of a question: bytes of an answer, or why there are none.
struct Reply {
  int status = ARES_ETIMEOUT;
  std::vector<unsigned char> bytes;
};

class Channel {
 public:
  explicit Channel(const DnsServers& servers) {
    static const int ready = ares_library_init(ARES_LIB_INIT_ALL);
    ares_options options{};
    options.timeout = first_try_ms;
    options.tries = tries;
    status_ = ready != ARES_SUCCESS
                  ? ready
                  : ares_init_options(&channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
    if (status_ == ARES_SUCCESS && !servers.addresses.empty())
      status_ = ares_set_servers_ports_csv(channel_, servers.addresses.c_str());
  }
  ~Channel() {
    if (channel_ != nullptr) ares_destroy(channel_);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Blocks until there is a reply, at the latest until the deadline.
  Reply ask(const std::string& name, int type, Deadline deadline) {
    Reply reply{.status = status_, .bytes = {}};
    if (status_ != ARES_SUCCESS) return reply;
    reply.status = ARES_ETIMEOUT;
    bool waiting = true;
    Asked asked{.reply = &reply, .waiting = &waiting};
    ares_query(channel_, name.c_str(), ns_c_in, type, &Channel::take, &asked);
    while (waiting && std::chrono::steady_clock::now() < deadline) wait_some();
    if (waiting) ares_cancel(channel_);
    return reply;
  }

 private:
  struct Asked {
    Reply* reply;
    bool* waiting;
  };

  static void take(void* argument, int status, int, unsigned char* bytes, int size) {
    auto& asked = *static_cast<Asked*>(argument);
    *asked.waiting = false;
    asked.reply->status = status == ARES_ECANCELLED ? ARES_ETIMEOUT : status;
    if (status == ARES_SUCCESS) asked.reply->bytes.assign(bytes, bytes + size);
  }

  // poll, since select knows no descriptor above 1023.
  void wait_some() {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const unsigned wanted =
        static_cast<unsigned>(ares_getsock(channel_, sockets.data(), ARES_GETSOCK_MAXNUM));
    std::vector<pollfd> waiting;
    for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
      short events = 0;
      if (ARES_GETSOCK_READABLE(wanted, i)) events |= POLLIN;
      if (ARES_GETSOCK_WRITABLE(wanted, i)) events |= POLLOUT;
      if (events != 0) waiting.push_back({.fd = sockets[i], .events = events, .revents = 0});
    }
    ::poll(waiting.data(), waiting.size(), longest_wait_ms);
    bool any = false;
    for (const auto& ready : waiting) {
      const auto socket = [&ready](int events) {
        return (ready.revents & events) != 0 ? ready.fd : ARES_SOCKET_BAD;
      };
      any = any || ready.revents != 0;
      ares_process_fd(channel_, socket(POLLIN | POLLERR | POLLHUP), socket(POLLOUT));
    }
    if (!any) ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // its timeouts
  }

  ares_channel channel_ = nullptr;
  int status_ = ARES_SUCCESS;
};

struct FreeReply {
  void operator()(void* reply) const noexcept { ares_free_data(reply); }
};
template <class Record>
using Parsed = std::unique_ptr<Record, FreeReply>;

// Nothing for the root, which stands for "there is none", and for what is no host name.
std::optional<std::string> host_name(const char* name) {
  std::string host = text::to_lower(name == nullptr ? "" : name);
  if (host.ends_with('.')) host.pop_back();
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
  };
  if (host.empty() || host.size() > longest_name || !std::ranges::all_of(host, fits))
    return std::nullopt;
  return host;
}

[[noreturn]] void fail_lookup(ErrorCode code, const std::string& name, const std::string& why) {
  throw Failure(
      Error{.code = code, .text = why, .where = name, .scope = Scope::host, .retry = Retry::later});
}

bool is_absence(int status) { return status == ARES_ENODATA || status == ARES_ENOTFOUND; }

Task<Reply> ask(std::string name, int type, Deadline deadline, DnsServers servers) {
  const auto reply = co_await on_own_thread<Reply>(
      [name, type, deadline, servers = std::move(servers)] {
        return Channel(servers).ask(name, type, deadline);
      },
      deadline);
  if (!reply || reply->status == ARES_ETIMEOUT)
    fail_lookup(ErrorCode::timed_out, name, "No name server answered in time.");
  if (reply->status != ARES_SUCCESS && !is_absence(reply->status))
    fail_lookup(ErrorCode::cannot_resolve, name, std::string(ares_strerror(reply->status)) + ".");
  co_return *reply;
}

[[noreturn]] void fail_to_read(const std::string& name) {
  fail_lookup(ErrorCode::cannot_resolve, name, "The name server's answer makes no sense.");
}

}  // namespace

Task<std::vector<SrvRecord>> srv_records(std::string name, Deadline deadline, DnsServers servers) {
  const Reply reply = co_await ask(name, ns_t_srv, deadline, std::move(servers));
  std::vector<SrvRecord> records;
  if (is_absence(reply.status)) co_return records;
  ares_srv_reply* first = nullptr;
  const int status =
      ares_parse_srv_reply(reply.bytes.data(), static_cast<int>(reply.bytes.size()), &first);
  const Parsed<ares_srv_reply> parsed(first);
  if (is_absence(status)) co_return records;
  if (status != ARES_SUCCESS) fail_to_read(name);
  for (const auto* record = first; record != nullptr; record = record->next)
    if (const auto host = host_name(record->host); host && record->port != 0)
      records.push_back({.host = *host,
                         .port = record->port,
                         .priority = record->priority,
                         .weight = record->weight});
  // Of the same priority the heavier first: who proposes needs an order, not a balance.
  std::ranges::sort(records, [](const SrvRecord& left, const SrvRecord& right) {
    return std::tuple(left.priority, -int{left.weight}, left.host) <
           std::tuple(right.priority, -int{right.weight}, right.host);
  });
  co_return records;
}

Task<std::vector<MxRecord>> mx_records(std::string domain, Deadline deadline, DnsServers servers) {
  const Reply reply = co_await ask(domain, ns_t_mx, deadline, std::move(servers));
  std::vector<MxRecord> records;
  if (is_absence(reply.status)) co_return records;
  ares_mx_reply* first = nullptr;
  const int status =
      ares_parse_mx_reply(reply.bytes.data(), static_cast<int>(reply.bytes.size()), &first);
  const Parsed<ares_mx_reply> parsed(first);
  if (is_absence(status)) co_return records;
  if (status != ARES_SUCCESS) fail_to_read(domain);
  for (const auto* record = first; record != nullptr; record = record->next)
    if (const auto host = host_name(record->host))
      records.push_back({.host = *host, .preference = record->priority});
  std::ranges::sort(records, {}, [](const MxRecord& record) {
    return std::tuple(record.preference, record.host);
  });
  co_return records;
}

}  // namespace postferry::net
