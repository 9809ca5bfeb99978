#include "tests/support/scripted_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace postferry::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{10};

struct Gone : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One accepted connection, in the clear or inside TLS.
class Guest {
 public:
  Guest(int socket, const std::atomic<bool>& stopping) : socket_(socket), stopping_(stopping) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Guest() {
    if (tls_) SSL_free(tls_);
    ::close(socket_);
  }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  void trickle() { trickle_ = true; }

  void reset() {
    const linger abort{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  }

  void start_tls(const Identity& identity) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    BIO* const certificate = BIO_new_mem_buf(identity.certificate_pem.data(), -1);
    X509* const parsed = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context.get(), parsed);
    X509_free(parsed);
    BIO_free(certificate);
    BIO* const key = BIO_new_mem_buf(identity.key_pem.data(), -1);
    EVP_PKEY* const private_key = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context.get(), private_key);
    EVP_PKEY_free(private_key);
    BIO_free(key);
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    tls_ = SSL_new(context.get());
    SSL_set_fd(tls_, socket_);
    if (SSL_accept(tls_) != 1) throw Gone("the TLS handshake failed");
  }

  void send(std::string_view bytes) {
    const std::size_t most = trickle_ ? 1 : bytes.size();
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, most);
      const long sent = tls_ ? SSL_write(tls_, piece.data(), static_cast<int>(piece.size()))
                             : ::send(socket_, piece.data(), piece.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw Gone("the client is gone");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  std::string line(std::string& log) {
    while (buffer_.find("\r\n") == std::string::npos) fill(log);
    const auto end = buffer_.find("\r\n");
    std::string text = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return text;
  }

  void take(std::size_t count, std::string& log) {
    while (buffer_.size() < count) fill(log);
    buffer_.erase(0, count);
  }

  void await_end(std::string& log) {
    try {
      while (true) fill(log);
    } catch (const Gone&) {
    }
  }

 private:
  void fill(std::string& log) {
    const auto deadline = Clock::now() + patience;
    while (!(tls_ && SSL_pending(tls_) > 0)) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) > 0) break;
      if (stopping_) throw Gone("the test ended");
      if (Clock::now() > deadline) throw Gone("the client was silent");
    }
    char piece[65536];
    const long count =
        tls_ ? SSL_read(tls_, piece, sizeof piece) : ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) throw Gone("the client is gone");
    buffer_.append(piece, static_cast<std::size_t>(count));
    log.append(piece, static_cast<std::size_t>(count));
  }

  int socket_;
  const std::atomic<bool>& stopping_;
  SSL* tls_ = nullptr;
  bool trickle_ = false;
  std::string buffer_;
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

std::string expanded(std::string text, const std::vector<std::string>& tags) {
  for (std::size_t back = 0; back < tags.size(); ++back)
    text = replaced(std::move(text), back == 0 ? "{tag}" : "{tag-" + std::to_string(back) + "}",
                    tags[tags.size() - 1 - back]);
  for (auto open = text.find("<<"); open != std::string::npos; open = text.find("<<", open)) {
    const auto close = text.find(">>", open);
    if (close == std::string::npos) break;
    const std::string inside = text.substr(open + 2, close - open - 2);
    const auto star = inside.find('*');
    std::string unit;
    for (std::size_t i = 0; i + 1 < inside.size() && i < star; i += 2)
      unit += static_cast<char>(std::stoi(inside.substr(i, 2), nullptr, 16));
    const std::size_t times = star == std::string::npos ? 1 : std::stoul(inside.substr(star + 1));
    std::string bytes;
    bytes.reserve(unit.size() * times);
    if (times > 0) bytes = unit;
    // by doubling: byte by byte takes a sanitizer a quarter of a minute
    while (bytes.size() < unit.size() * times)
      bytes.append(bytes, 0, std::min(bytes.size(), unit.size() * times - bytes.size()));
    text.replace(open, close + 2 - open, bytes);
    open += bytes.size();
  }
  return text;
}

// Plays one line; gives false at the end of the connection.
bool play(Guest& guest, const std::string& step, std::vector<std::string>& tags,
          const std::optional<Identity>& identity, std::string& log) {
  const std::string_view kind = std::string_view(step).substr(0, 3);
  const std::string rest = step.size() > 3 ? step.substr(3) : std::string();
  if (kind == "S: " || step == "S:") {
    guest.send(expanded(rest, tags) + "\r\n");
  } else if (kind == "S= ") {
    guest.send(expanded(rest, tags));
  } else if (kind == "C: " || step == "C:") {
    const std::string line = guest.line(log);
    std::string tag;
    if (!matches(rest, line, tag))
      throw std::runtime_error("wanted \"" + rest + "\", got \"" + line + "\"");
    if (!tag.empty()) tags.push_back(tag);
  } else if (kind == "C= ") {
    guest.take(std::stoul(rest), log);
  } else if (step == "X close") {
    return false;
  } else if (step == "X reset") {
    guest.reset();
    return false;
  } else if (step == "X silence") {
    guest.await_end(log);
    return false;
  } else if (step == "X trickle") {
    guest.trickle();
  } else if (step == "X tls") {
    if (!identity) throw std::runtime_error("X tls without a certificate");
    guest.start_tls(*identity);
  } else if (step.starts_with("X pause ")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(step.substr(8))));
  } else {
    throw std::runtime_error("not a line of a script: " + step);
  }
  return true;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view line, std::string& tag) {
  constexpr std::string_view tag_mark = "{tag}";
  if (pattern.starts_with(tag_mark)) {
    const auto blank = line.find(' ');
    tag = line.substr(0, blank);
    if (tag.empty()) return false;
    pattern.remove_prefix(tag_mark.size());
    line = blank == line.npos ? std::string_view() : line.substr(blank);
  }
  const auto star = pattern.find('*');
  if (star == pattern.npos) return pattern == line;
  if (!line.starts_with(pattern.substr(0, star))) return false;
  std::string ignored;
  for (std::size_t skip = star; skip <= line.size(); ++skip)
    if (matches(pattern.substr(star + 1), line.substr(skip), ignored)) return true;
  return false;
}

ScriptedServer::ScriptedServer(std::string script, std::optional<Identity> identity)
    : ScriptedServer(std::vector<std::string>{std::move(script)}, std::move(identity)) {}

ScriptedServer::ScriptedServer(std::vector<std::string> scripts, std::optional<Identity> identity)
    : identity_(std::move(identity)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no port on loopback");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, all = std::move(scripts)] { serve(all); });
}

ScriptedServer::~ScriptedServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void ScriptedServer::serve(const std::vector<std::string>& scripts) {
  // OpenSSL writes to a client that has gone; the signal must not end the test.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  for (const std::string& script : scripts) {
    pollfd waiting{listener_, POLLIN, 0};
    while (!stopping_ && ::poll(&waiting, 1, 20) <= 0) {
    }
    if (stopping_) break;
    Guest guest(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), stopping_);
    std::vector<std::string> tags;
    std::string log;
    std::string step;
    try {
      std::istringstream steps(script);
      bool open = true;
      while (open && std::getline(steps, step))
        if (!step.empty() && !step.starts_with('#')) open = play(guest, step, tags, identity_, log);
    } catch (const std::exception& problem) {
      note(step.substr(0, 100) + ": " + problem.what());
    }
    const std::scoped_lock lock(mutex_);
    received_ += log;
  }
  done_ = true;
}

void ScriptedServer::note(const std::string& problem) {
  const std::scoped_lock lock(mutex_);
  problems_ += problem + "\n";
}

void ScriptedServer::await_end() const {
  const auto deadline = Clock::now() + patience;
  while (!done_ && Clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

std::string ScriptedServer::problems() {
  await_end();
  const std::scoped_lock lock(mutex_);
  return done_ ? problems_ : problems_ + "the script was not played to its end\n";
}

std::string ScriptedServer::received() {
  await_end();
  const std::scoped_lock lock(mutex_);
  return received_;
}

}  // namespace postferry::test
