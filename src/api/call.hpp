// Call: one request on its way to the handler of its route, and what is known about it by then.
//
// Made by the Router, filled by the door (who calls), owned by the handler. One thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http_message.hpp"

namespace postferry::api {

class Caller;  // who has signed in; the door's affair
struct Route;

struct Call {
  net::HttpRequest request;
  const Route* route = nullptr;
  std::vector<std::pair<std::string, std::string>> in_path = {};  // {"id", "01J..."}
  std::shared_ptr<const Caller> caller = nullptr;  // none on routes that anyone may call
  // Whose budget of requests this call uses: a token, a session; set by the door.
  std::string charged_to = {};

  // What stands for {name} in the path. Needs the pattern to have it.
  const std::string& at(std::string_view name) const;
};

}  // namespace postferry::api
