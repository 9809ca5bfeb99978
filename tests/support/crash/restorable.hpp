// Folders that a crash test puts back as they were: mail homes and state folders.
#pragma once

#include <filesystem>

namespace postferry::test {

// Makes `to` a copy of `from`, owners and times included; what was there goes away first, in one
// rename, so that a process which still holds it writes into nothing.
void put_back(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace postferry::test
