// Transcript: one tests/replay/<provider>/<case>.txt, what a server said and what we must make of
// it.
//
// Read by the replay tests of the session and of the store. A file is a head of "Key: value" lines,
// a line "---", and a script for the ScriptedServer (see there for its lines):
//   Origin: recorded, or written from a description: <which>   (required)
//   Level:  session or store: which test plays it
//   Host:   the server's name, where a quirk goes by it
//   Login:  alice sesame, or master-user password account; default alice sesame
//   Do:     a step of the client, in order (see the test of that level)
//   Expect: what must be true at the end (see the test of that level)
// In the script, "LOGIN-AS: <capabilities>" stands for a greeting and a login without surprises.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::test {

struct Transcript {
  std::string name;  // "exchange/throttled"
  std::string origin;
  std::string level = "session";
  std::string host = "mail.example";
  std::vector<std::string> login = {"alice", "sesame"};
  std::vector<std::string> steps;
  std::vector<std::string> expected;
  std::string script;
};

// Throws std::runtime_error that names the file and what is wrong with it.
Transcript read_transcript(const std::string& path, const std::string& name);

// All below tests/replay of one level, by name.
std::vector<Transcript> transcripts_of(std::string_view level);

// The text's words; the last one takes the rest when there are more than `most`.
std::vector<std::string> words_in(std::string_view text, std::size_t most = SIZE_MAX);

}  // namespace postferry::test
