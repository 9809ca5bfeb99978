#include "app/written_options.hpp"

#include <charconv>

#include "service/lists/choices.hpp"

namespace postferry::app {

Result<LogSection> log_section(const WrittenOptions& written) {
  if (written.run.empty()) return LogSection{};
  if (written.run == "last") return LogSection{LogSection::Which::last, 0};
  std::uint64_t number = 0;
  const auto* end = written.run.data() + written.run.size();
  const auto [rest, wrong] = std::from_chars(written.run.data(), end, number);
  if (wrong != std::errc{} || rest != end || number == 0)
    return std::unexpected(service::unusable_option(
        "--run", written.run, "Write the number of a run, as postferry status shows it, or last."));
  return LogSection{LogSection::Which::number, number};
}

Result<Output> output_of(const WrittenOptions& written) {
  if (written.json + written.quiet + written.verbose > 1)
    return std::unexpected(
        service::unusable_option("--json, --quiet, --verbose", {}, "Choose one of them."));
  if (written.json) return Output::json;
  if (written.quiet) return Output::quiet;
  return written.verbose ? Output::verbose : Output::normal;
}

}  // namespace postferry::app
