#include "tests/support/servers/throwaway_server.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "tests/support/throwaway_certificate.hpp"

namespace postferry::test {

ThrowawayServer::ThrowawayServer(std::string name) : name_(std::move(name)), folder_(name_) {
  const Identity authority = make_authority("Postferry test authority");
  const Identity server = make_certificate(authority, "DNS:localhost,IP:127.0.0.1,IP:::1");
  folder_.write("ca.pem", authority.certificate_pem);
  folder_.write("server.pem", server.certificate_pem);
  folder_.write("server.key", server.key_pem);
}

std::string ThrowawayServer::log() const {
  std::ifstream file(log_file(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void ThrowawayServer::start() {
  // Someone may take a free port between our look and the server's bind: then with others.
  for (int attempt = 0; attempt < 3; ++attempt) {
    port_ = free_port();
    tls_port_ = free_port();
    configure();
    folder_.give_to_server();
    process_.start(command(), folder(), log_file());
    if (answers_in_time()) return;
    process_.kill();
  }
  throw std::runtime_error(name_ + " does not answer; its log says:\n" + log());
}

bool ThrowawayServer::answers_in_time() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline && process_.running()) {
    if (greets(port_)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

void ThrowawayServer::stop() { process_.stop(); }

void ThrowawayServer::kill() { process_.kill(); }

void ThrowawayServer::restart() {
  process_.stop();
  process_.start(command(), folder(), log_file());
  if (!answers_in_time()) {
    throw std::runtime_error(name_ + " does not come back; its log says:\n" + log());
  }
}

}  // namespace postferry::test
