#include "service/lock_out.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace postferry::service {

LockOut::LockOut(Clock clock, LockOutRule person, LockOutRule address, std::size_t most_remembered)
    : clock_(std::move(clock)),
      person_rule_(person),
      address_rule_(address),
      most_remembered_(most_remembered) {}

Try LockOut::begin(const std::string& person, const std::string& peer) {
  const auto now = clock_();
  auto& of_person = record_in(people_, person, person_rule_);
  auto& of_address = record_in(addresses_, network_of(peer), address_rule_);
  const auto closed_until = std::max(of_person.closed_until, of_address.closed_until);
  if (closed_until > now) return {.allowed = false, .wait = closed_until - now, .left = 0};
  count(of_person, person_rule_);
  count(of_address, address_rule_);
  return {
      .allowed = true, .wait = {}, .left = std::max(person_rule_.free_tries - of_person.tries, 0)};
}

void LockOut::succeeded(const std::string& person, const std::string& peer) {
  taken_back(person, peer);
  people_.erase(person);
}

void LockOut::taken_back(const std::string& person, const std::string& peer) {
  for (auto& [records, name] :
       {std::pair{&people_, person}, std::pair{&addresses_, network_of(peer)}}) {
    const auto found = records->find(name);
    if (found == records->end()) continue;
    found->second.tries = std::max(found->second.tries - 1, 0);
    found->second.closed_until = {};
  }
}

LockOut::Record& LockOut::record_in(Records& records, const std::string& name,
                                    const LockOutRule& rule) {
  const auto now = clock_();
  if (!records.contains(name) && records.size() >= most_remembered_) make_room(records, rule);
  auto& record = records[name];
  if (record.tries > 0 && now - record.last > rule.forgotten_after) record = {};
  return record;
}

void LockOut::count(Record& record, const LockOutRule& rule) const {
  record.last = clock_();
  ++record.tries;
  const int beyond = record.tries - rule.free_tries;
  if (beyond < 0) return;
  auto pause = rule.first_pause;
  for (int doubled = 0; doubled < beyond && pause < rule.longest_pause; ++doubled) pause *= 2;
  record.closed_until = record.last + std::min(pause, rule.longest_pause);
}

// Those whose time is over go; else a quarter, those that have waited longest.
void LockOut::make_room(Records& records, const LockOutRule& rule) const {
  const auto now = clock_();
  std::erase_if(records,
                [&](const auto& entry) { return now - entry.second.last > rule.forgotten_after; });
  if (records.size() < most_remembered_) return;
  std::vector<Instant> times;
  for (const auto& [name, record] : records) times.push_back(record.last);
  const auto quarter = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 4);
  std::ranges::nth_element(times, quarter);
  const auto oldest = *quarter;
  std::erase_if(records, [&](const auto& entry) {
    return entry.second.last <= oldest && entry.second.closed_until <= now;
  });
  if (records.size() >= most_remembered_)
    std::erase_if(records, [&](const auto& entry) { return entry.second.last <= oldest; });
}

std::string network_of(const std::string& peer) {
  std::array<unsigned char, 16> address{};
  if (::inet_pton(AF_INET6, peer.c_str(), address.data()) != 1) return peer;
  constexpr std::array<unsigned char, 12> ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::ranges::equal(ipv4, std::span(address).first<12>())) return peer;
  std::ranges::fill(std::span(address).last<8>(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

}  // namespace postferry::service
