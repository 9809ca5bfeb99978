// BatchTable: a list's run on a terminal: the accounts under way as lines that are drawn anew, one
// line for all of them below, and what a person should read scrolling above.
#pragma once

#include <map>
#include <string>

#include "app/batch_lines.hpp"
#include "app/batch_view.hpp"
#include "app/screen.hpp"

namespace postferry::app {

class BatchTable final : public BatchView {
 public:
  BatchTable(Screen screen, BatchDetail detail) : screen_(std::move(screen)), detail_(detail) {}

  void begin(std::size_t accounts) override;
  void take(const PairName& pair, const engine::Event& event) override;
  void ended(const PairName& pair, const BatchResult& result,
             const engine::Verdict* verdict) override;
  void put_off(const PairName& pair, std::string_view why) override;
  void left_alone(std::string_view host, std::string_view why) override;
  void interrupting() override;
  void beat() override;
  void finish() override;

 private:
  struct UnderWay {
    std::string name;
    std::string doing;
    engine::Progress progress;
  };

  void draw();
  void tell(std::string_view text, std::string_view colour);
  std::string lines() const;
  std::string footer() const;

  Screen screen_;
  BatchDetail detail_;
  NoticeFilter notices_;
  BatchProgress progress_;
  std::map<std::size_t, UnderWay> under_way_;  // by line of the list
  std::size_t drawn_lines_ = 0;
  Deadline began_{};
};

}  // namespace postferry::app
