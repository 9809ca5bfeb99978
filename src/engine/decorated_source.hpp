// DecoratedSource: a source that passes everything on, with what a decoration adds: another way to
// read contents, or something that is held as long as the connection lives.
//
// Made by paced() and held(). One thread.
#pragma once

#include <functional>
#include <memory>

#include "mail/source.hpp"

namespace postferry::engine {

struct SourceDecoration {
  using Contents = std::unique_ptr<mail::ContentStream>;
  std::function<Contents(Contents)> contents{};  // empty: as they come
  std::shared_ptr<void> held{};                  // let go when the connection is gone
};

std::unique_ptr<mail::Source> decorated(std::unique_ptr<mail::Source> source,
                                        SourceDecoration decoration);

}  // namespace postferry::engine
