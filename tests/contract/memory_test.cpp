#include "tests/contract/memory_fixture.hpp"
#include "tests/contract/source_contract.hpp"
#include "tests/contract/target_contract.hpp"

namespace postferry::test {
namespace {

ContractStore memory(std::string name, const local::MemoryTraits& traits) {
  return {std::move(name), [traits] { return std::make_unique<MemoryFixture>(traits); }};
}

ContractStore generous() { return memory("generous", {}); }

ContractStore poor() {
  local::MemoryTraits traits;
  traits.told.append_mode = mail::AppendMode::one_by_one;
  traits.told.returns_ids = mail::Keeps::no;
  traits.versions = local::MemoryVersions::none;
  traits.listing = std::nullopt;
  traits.piece_bytes = 1;
  return memory("poor", traits);
}

ContractStore middling() {
  local::MemoryTraits traits;
  traits.told.append_mode = mail::AppendMode::pipelined;
  traits.coverage = mail::Coverage::changes_only;
  traits.listing = mail::Covers::membership;
  traits.read_order = local::MemoryReadOrder::reversed;
  traits.batch_items = 7;
  traits.piece_bytes = 64;
  return memory("middling", traits);
}

const auto memory_stores = testing::Values(generous(), poor(), middling());

INSTANTIATE_TEST_SUITE_P(Memory, SourceContract, memory_stores, store_name);
INSTANTIATE_TEST_SUITE_P(Memory, TargetContract, memory_stores, store_name);

}  // namespace
}  // namespace postferry::test
