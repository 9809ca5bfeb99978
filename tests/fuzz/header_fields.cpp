// text/header_fields and the fingerprint made of it: any bytes are a header. Fields lie within
// their input, unfolding is stable, and a fingerprint rests on the header alone.
#include "text/header_fields.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mail/digest.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

bool lies_within(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  std::string again;
  std::size_t fields = 0;
  text::for_each_field(message, [&](std::string_view name, std::string_view body) {
    ++fields;
    require(!name.empty() && lies_within(name, message) && lies_within(body, message));
    const auto line = text::unfolded(body);
    require(line.find_first_of("\r\n\t") == std::string::npos);
    require(text::unfolded(line) == line);
    again.append(name).append(": ").append(line).append("\r\n");
  });
  std::size_t fields_again = 0;
  text::for_each_field(again, [&](std::string_view, std::string_view) { ++fields_again; });
  require(fields == fields_again);

  const auto fingerprint = mail::fingerprint_of(message);
  require(mail::fingerprint_of(again) == fingerprint);
  require(mail::fingerprint_of("Received: from nowhere\r\n" + again) == fingerprint);
  if (const auto length = text::header_length(message); length != std::string_view::npos)
    require(length <= size && message[length - 1] == '\n');
  return 0;
}
