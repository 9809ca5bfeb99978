// Secret: a password or token. Prints as ***, compares in constant time, is wiped when it dies.
//
// Made by the command line or a vault, read only by the login of a session through reveal().
// Values live in locked-down heap memory of this process; never put one into an Error or a log.
#pragma once

#include <string>
#include <string_view>

namespace postferry {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret other) noexcept;
  ~Secret();

  bool empty() const noexcept { return text_.empty(); }
  // The secret itself; the view dies with this object. Only for the wire.
  std::string_view reveal() const noexcept { return text_; }

 private:
  std::string text_;
};

inline std::string_view to_string(const Secret&) { return "***"; }

// Overwrites the whole buffer, so that a core file holds nothing of it, and empties the string.
void wipe(std::string& text) noexcept;

}  // namespace postferry
