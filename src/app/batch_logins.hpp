// Every login that a list needs, tried once: a few at a time, and none more at a host that has had
// enough.
//
// The second half of batch check --login. Opens and closes connections; reads and writes nothing.
#pragma once

#include <functional>
#include <vector>

#include "app/batch_json.hpp"
#include "app/batch_line.hpp"
#include "app/console.hpp"
#include "app/list.hpp"

namespace postferry::app {

struct LoginsTried {
  std::vector<LoginTried> refused;
  std::size_t work = 0;
  std::size_t not_tried = 0;  // of a stop
  bool interrupted = false;
  std::map<std::string, std::string> left_alone;
};

// `told` hears of each as it is known.
LoginsTried try_logins(const BatchLine& line, const List& list,
                       const std::function<void(const LoginTried&)>& told, const Console& console);

}  // namespace postferry::app
