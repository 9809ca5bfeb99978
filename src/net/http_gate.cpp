#include "net/http_gate.hpp"

#include <utility>

namespace postferry::net {
bool HttpGate::trusts(const std::string& address) const {
  const auto bytes = parse_address(address);
  return bytes && any_contains(options.trusted_proxies, *bytes);
}

std::unique_ptr<HttpPlace> HttpPlace::take(const std::shared_ptr<HttpGate>& gate,
                                           const std::string& address) {
  const auto& limits = gate->options.limits;
  const std::string peer = gate->trusts(address) ? "" : counted_as(address);
  const bool crowded = !peer.empty() && gate->of_peer.contains(peer) &&
                       gate->of_peer.at(peer) >= limits.connections_per_peer;
  if (crowded || gate->places_taken >= limits.connections) {
    ++gate->turned_away;
    return nullptr;
  }
  return std::unique_ptr<HttpPlace>(new HttpPlace(gate, peer));
}

HttpPlace::HttpPlace(std::shared_ptr<HttpGate> gate, std::string peer)
    : gate_(std::move(gate)), peer_(std::move(peer)) {
  ++gate_->places_taken;
  if (!peer_.empty()) ++gate_->of_peer[peer_];
}

HttpPlace::~HttpPlace() {
  if (--gate_->places_taken == 0) gate_->all_gone.cancel();
  if (peer_.empty()) return;
  const auto count = gate_->of_peer.find(peer_);
  if (--count->second == 0) gate_->of_peer.erase(count);
}

}  // namespace postferry::net
