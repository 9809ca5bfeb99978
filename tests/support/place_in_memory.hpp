// Where the tests keep what they write and throw away all the time: mail homes of throwaway servers
// and what the crash tests put back before each kill. In memory where the system has room for it
// (tmpfs in /dev/shm), else below the folder for temporary files.
#pragma once

#include <filesystem>

namespace postferry::test {

std::filesystem::path place_in_memory();

}  // namespace postferry::test
