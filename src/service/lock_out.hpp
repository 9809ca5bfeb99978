// LockOut: how often somebody may be wrong at signing in. After some free tries each further one
// has to wait, twice as long each time, for the person that is tried and for the address that
// tries.
//
// Asked by People before a password is looked at; each try counts as wrong until it has proved
// right, so that many at once gain nothing. Held in memory alone: a restart forgets it. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "service/clock.hpp"

namespace postferry::service {

struct LockOutRule {
  int free_tries = 5;
  std::chrono::seconds first_pause = std::chrono::minutes(5);
  std::chrono::seconds longest_pause = std::chrono::hours(1);
  std::chrono::seconds forgotten_after = std::chrono::hours(24);  // without a further try
};

// Many people may share an address.
inline constexpr LockOutRule of_an_address{.free_tries = 30,
                                           .first_pause = std::chrono::minutes(1),
                                           .longest_pause = std::chrono::minutes(30),
                                           .forgotten_after = std::chrono::hours(2)};

struct Try {
  bool allowed = false;
  std::chrono::seconds wait{};  // until it is, when it is not
  int left = 0;                 // free tries after this one, of the person
};

class LockOut {
 public:
  explicit LockOut(Clock clock, LockOutRule person = {}, LockOutRule address = of_an_address,
                   std::size_t most_remembered = 100'000);

  // Counts a try of `person` (an address in lower case, known or not) from `peer`.
  Try begin(const std::string& person, const std::string& peer);
  // It was right: the person's tries are forgotten, and this one of the address.
  void succeeded(const std::string& person, const std::string& peer);
  // It was neither: it does not count.
  void taken_back(const std::string& person, const std::string& peer);

 private:
  struct Record {
    int tries = 0;
    Instant last{};
    Instant closed_until{};
  };
  using Records = std::unordered_map<std::string, Record>;

  Record& record_in(Records& records, const std::string& name, const LockOutRule& rule);
  void count(Record& record, const LockOutRule& rule) const;
  void make_room(Records& records, const LockOutRule& rule) const;

  Clock clock_;
  LockOutRule person_rule_;
  LockOutRule address_rule_;
  std::size_t most_remembered_;
  Records people_;
  Records addresses_;
};

// The part of an address that one customer of an access provider can vary at will is left out: of
// IPv6 the first 64 bits count.
std::string network_of(const std::string& peer);

}  // namespace postferry::service
