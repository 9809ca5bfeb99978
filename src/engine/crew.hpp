// Crew: the conversations of one run. The first lane, a pair of doors, is always there; others are
// opened for steps that work on several folders side by side, and stay open from step to step.
//
// Made by the Run and by plan(). A server may allow fewer connections than are wished for: a lane
// beside the first then does without, before it has taken any work. Some say so by refusing the
// login that they took a moment ago: that is not tried again, or it would close the account. One
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

// How many may append: as many as the person wishes, else as the target likes.
std::size_t most_lanes(const Options& options, const mail::Traits& target);

class Crew {
 public:
  explicit Crew(const RunScope& scope);

  Doors& first() { return lane(0); }
  Doors& lane(std::size_t number);

  // How many lanes a step may have that works on so many folders, and moves so many messages.
  std::size_t lanes_for(std::size_t folders, std::uint64_t messages) const;
  // Opens what a lane needs of its doors (Side::none: both). False when it shall do without.
  Task<bool> joins(std::size_t number, Side side);

  // No connection is of use any more.
  void drop();
  Task<> close();

 private:
  const RunScope& scope_;
  std::vector<std::unique_ptr<Doors>> lanes_;
  bool told_of_shortage_ = false;
  std::size_t lanes_let_in_ = std::numeric_limits<std::size_t>::max();
};

// Folders that are worked on one after the other, because they share a folder of the target.
using FolderGroup = std::vector<FolderWork*>;
std::vector<FolderGroup> grouped_by_target(std::vector<FolderWork>& folders);

// Takes off those groups of which every folder is idle, so that no lane is opened for them.
std::vector<FolderGroup> take_idle(std::vector<FolderGroup>& groups,
                                   const std::function<bool(const FolderWork&)>& is_idle);

// Does the step for every folder, the groups side by side on so many lanes. A broken connection is
// opened anew and the step done again, a few times; the first failure for good ends all of it.
using FolderStep = std::function<Task<>(Doors&, FolderWork&)>;
Task<> each_folder(const RunScope& scope, Crew& crew, Side side, std::size_t lanes,
                   std::vector<FolderGroup> groups, const FolderStep& step);

// Does a step; when the connection breaks, opens it anew and does it again, a few times.
Task<> persistently(const RunScope& scope, Doors& doors, std::function<Task<>()> step);

}  // namespace postferry::engine
