// What every throwaway IMAP server has in common: own folder, own ports, own life.
//
// A test makes a ThrowawayDovecot, ThrowawayCyrus or ThrowawayCourier, speaks to port() in the
// clear (or STARTTLS) or to tls_port(), and forgets it: the processes and files go with the object.
// Any user name (letters, digits, '-', '_') is an account with password(). One object, one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/servers/server_files.hpp"
#include "tests/support/servers/server_process.hpp"

namespace postferry::test {

class ThrowawayServer {
 public:
  virtual ~ThrowawayServer() = default;
  ThrowawayServer(const ThrowawayServer&) = delete;
  ThrowawayServer& operator=(const ThrowawayServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::uint16_t tls_port() const { return tls_port_; }
  // PEM of the authority that signed its certificate for localhost, 127.0.0.1 and ::1.
  std::filesystem::path ca_file() const { return folder() / "ca.pem"; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string password() const { return "secret"; }
  const std::string& name() const { return name_; }
  std::string log() const;  // what the server has written so far
  pid_t pid() const { return process_.pid(); }

  void stop();     // as an administrator would
  void kill();     // SIGKILL to every process of it
  void restart();  // on the same ports, with the same mail; after stop() or kill() too

  // Removes the account's mail; the next login finds a fresh INBOX with another UIDVALIDITY.
  virtual void wipe_user(std::string_view user) = 0;

 protected:
  explicit ThrowawayServer(std::string name);

  // To be called by the constructor of each server. Throws std::runtime_error with the log when the
  // server does not answer in time.
  void start();
  virtual void configure() = 0;  // writes the configuration for the ports of now
  virtual Command command() const = 0;

  const ServerFolder& files() const { return folder_; }
  std::filesystem::path certificate_file() const { return folder() / "server.pem"; }
  std::filesystem::path key_file() const { return folder() / "server.key"; }
  std::filesystem::path log_file() const { return folder() / "log"; }

 private:
  bool answers_in_time();

  std::string name_;
  ServerFolder folder_;
  std::uint16_t port_ = 0;
  std::uint16_t tls_port_ = 0;
  ServerProcess process_;
};

}  // namespace postferry::test
