// Words as execve() and posix_spawn() want them.
//
// Used by whatever in the tests starts a program. Valid as long as the words are.
#pragma once

#include <string>
#include <vector>

namespace postferry::test {

inline std::vector<char*> argument_pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace postferry::test
