// Planning: what the resources about migrations, batches, lists and checks work with, beside the
// Service.
//
// Filled by the command that serves, which owns all that is named here. Lives as long as the
// Router. One thread, that which serves requests; what belongs to the engine's thread is reached
// only through the desk and the checks, which see to it themselves.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "api/service.hpp"
#include "base/task.hpp"
#include "service/credential_checks.hpp"
#include "service/news.hpp"
#include "service/plans.hpp"
#include "service/server_proposal.hpp"
#include "service/settings.hpp"
#include "service/throughput.hpp"
#include "storage/journal.hpp"

namespace postferry::api {

struct Planning {
  Service& service;
  service::PlanDesk& desk;
  service::CredentialChecks& checks;
  const service::News& news;
  const service::LiveBoard& board;
  const service::Throughput& throughput;
  storage::Journal& journal;
  std::filesystem::path logs;  // one folder a migration, one file a run
  service::Settings settings{};
  // Called after `settings` have become others.
  std::function<Task<>()> settings_changed{};
  // What DNS says of the domain of an address, for GET /proposals.
  std::function<Task<service::DomainRecords>(std::string domain)> domain_records{};
};

}  // namespace postferry::api
