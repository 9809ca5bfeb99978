// Caller: who made a request, as the door has learned it from a session or an API token.
//
// Made by the door, read by handlers through actor_of(). A value.
#pragma once

#include "api/call.hpp"
#include "base/secret.hpp"
#include "service/actor.hpp"

namespace postferry::api {

class Caller {
 public:
  Caller(service::Actor actor, Secret session)
      : actor_(std::move(actor)), session_(std::move(session)) {}

  const service::Actor& actor() const noexcept { return actor_; }
  // Of the cookie; empty for an API token.
  const Secret& session() const noexcept { return session_; }

 private:
  service::Actor actor_;
  Secret session_;
};

// Needs a route that is not open to anyone: the door has found the caller.
inline const service::Actor& actor_of(const Call& call) { return call.caller->actor(); }

}  // namespace postferry::api
