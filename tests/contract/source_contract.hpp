// SourceContract: everything that src/mail/source.hpp, change_stream.hpp and content_stream.hpp
// promise, as tests of any store. A store's test file instantiates it:
//   INSTANTIATE_TEST_SUITE_P(Memory, SourceContract, testing::Values(...), store_name);
#pragma once

#include <memory>

#include "tests/contract/contract_test.hpp"

namespace postferry::test {

class SourceContract : public ContractTest {
 protected:
  void SetUp() override {
    ContractTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    open_source();
  }

  void open_source() { source_ = run(account().source()); }
  void close_source() { source_.reset(); }
  mail::Source& source() { return *source_; }
  mail::Folder listed(const mail::FolderPath& path) { return ContractTest::listed(*source_, path); }
  // Makes the folder, puts so many plain messages (from number 1) and lists it.
  mail::Folder filled(const mail::FolderPath& path, int messages);

 private:
  std::unique_ptr<mail::Source> source_;
};

}  // namespace postferry::test
