// A door that holds a slot of the Budget as long as it lives, and passes every call on.
//
// Made by the openers of engine/budgeted_doors.hpp alone.
#pragma once

#include <memory>

#include "engine/budget.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::engine {

std::unique_ptr<mail::Source> held(std::unique_ptr<mail::Source> source, Place::Slot slot);
std::unique_ptr<mail::Target> held(std::unique_ptr<mail::Target> target, Place::Slot slot);

}  // namespace postferry::engine
