// PlacementList: placements in their order, packed to some twenty bytes each, because a folder may
// hold half a million that are to be copied.
//
// Filled by the survey, emptied by the lanes. Reading gives values; only whole passes take out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "mail/placement.hpp"

namespace postferry::engine {

class PlacementList {
 public:
  class Iterator {
   public:
    using value_type = mail::Placement;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    mail::Placement operator*() const;
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return rest_.empty(); }

   private:
    friend class PlacementList;
    Iterator(const PlacementList& list, std::string_view rest) : list_(&list), rest_(rest) {}

    const PlacementList* list_ = nullptr;
    std::string_view rest_;
  };

  void add(const mail::Placement& placement);

  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  // What the messages weigh together.
  std::uint64_t message_bytes() const noexcept { return message_bytes_; }

  Iterator begin() const { return {*this, std::string_view(packed_).substr(taken_)}; }
  std::default_sentinel_t end() const noexcept { return {}; }

  // Takes out the first one. The list is not empty.
  void drop_first();
  // Takes out those for which `which` says so.
  void remove_if(const std::function<bool(const mail::Placement&)>& which);

 private:
  std::uint64_t number_of(const mail::Flags& flags);
  mail::Placement unpack(std::string_view& rest) const;
  static void skip(std::string_view& rest);

  std::string packed_;
  std::size_t taken_ = 0;  // bytes of packed_ that are taken out
  std::size_t count_ = 0;
  std::uint64_t message_bytes_ = 0;
  std::vector<mail::Flags> flags_;  // each combination once
};

}  // namespace postferry::engine
