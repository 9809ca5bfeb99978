#include <algorithm>
#include <fmt/format.h>

#include "tests/crash/scenario.hpp"
#include "tests/support/crash/letters.hpp"

namespace postferry::test {
namespace {

const std::vector<std::string> poor = {"UIDPLUS", "MULTIAPPEND"};
const std::vector<std::string> poorest = {
    "UIDPLUS", "MULTIAPPEND", "LITERAL+", "CONDSTORE", "QRESYNC", "LIST-STATUS", "LIST-EXTENDED",
    "MOVE",    "ESEARCH",     "SORT",     "NAMESPACE", "ID",      "SPECIAL-USE", "ENABLE"};

void put(ImapClient& client, const std::string& folder, int number, std::string_view flags = {}) {
  client.append(folder, letter(number), flags, received_of(number));
}

// Three folders (one empty), flags, keywords, dates, twenty letters.
void ordinary(ImapClient& source, ImapClient&) {
  source.create("Work");
  source.create("Work.Plans");
  source.create("Empty");
  source.subscribe("Work.Plans");
  for (int number = 0; number < 10; ++number) {
    put(source, "INBOX", number, number % 3 == 0 ? "\\Seen" : "");
  }
  put(source, "INBOX", 10, "\\Flagged \\Answered $Forwarded");
  for (int number = 20; number < 26; ++number) put(source, "Work.Plans", number, "\\Seen");
  for (int number = 30; number < 33; ++number) put(source, "Work", number, "\\Draft \\Seen later");
}

void new_mail(ImapClient& source, ImapClient&) {
  for (int number = 40; number < 44; ++number) put(source, "INBOX", number);
  put(source, "Work", 45, "\\Flagged");
  source.create("Fresh");
  put(source, "Fresh", 46);
}

void other_flags(ImapClient& source, ImapClient&) {
  source.store("INBOX", "1:4", "+FLAGS (\\Flagged)");
  source.store("INBOX", "1", "-FLAGS (\\Seen)");
  source.store("Work.Plans", "2:3", "+FLAGS ($Important)");
  source.store("Work", "1:*", "-FLAGS (later)");
}

// The source changes one flag of a message and the target's owner another one of it.
void flags_on_both_sides(ImapClient& source, ImapClient& target) {
  other_flags(source, target);
  target.store("INBOX", "2", "+FLAGS (\\Answered)");
  target.store("INBOX", "5", "+FLAGS (\\Seen)");
}

std::string flags_of(const SeenAccount& account, int number) {
  const std::string digest = sha256_of(letter(number));
  for (const SeenMessage& message : account.messages) {
    if (message.sha256 != digest) continue;
    std::string text;
    for (const std::string& flag : message.flags) text += flag + " ";
    return text;
  }
  return "not there";
}

std::string expects_merged_flags(const SeenAccount& source, const SeenAccount& target) {
  if (source.messages.size() != target.messages.size()) return "not all letters are there";
  if (flags_of(target, 1) != "\\Answered \\Flagged ") {
    return "both sides' flags should meet: " + flags_of(target, 1);
  }
  if (flags_of(target, 4) != "\\Seen ") return "the owner's flag is gone: " + flags_of(target, 4);
  if (flags_of(target, 0) != "\\Flagged ") return "unseen again: " + flags_of(target, 0);
  return {};
}

void moves(ImapClient& source, ImapClient&) {
  source.create("Archive");
  source.move("INBOX", "2:5", "Archive");
  source.move("Work.Plans", "1", "INBOX");
  put(source, "INBOX", 50);
}

// A target that cannot take one message away keeps what was moved at the source where it is.
std::string expects_moved_left_alone(const SeenAccount& source, const SeenAccount& target) {
  const auto bytes = [](const SeenAccount& account) {
    std::multiset<std::string> digests;
    for (const SeenMessage& message : account.messages) digests.insert(message.sha256);
    return digests;
  };
  if (bytes(source) != bytes(target)) return "not every letter is there once";
  for (const SeenMessage& message : target.messages) {
    if (message.folder == "Archive") return "a letter was moved or came twice";
  }
  return {};
}

void huge(ImapClient& source, ImapClient&) {
  put(source, "INBOX", 1);
  source.append("INBOX", letter(2, 20'000'000), "\\Seen", received_of(2));
  put(source, "INBOX", 3);
}

void four_folders(ImapClient& source, ImapClient&) {
  for (int folder = 0; folder < 4; ++folder) {
    const std::string name = fmt::format("Folder{}", folder);
    source.create(name);
    for (int number = 0; number < 6; ++number) put(source, name, folder * 10 + number);
  }
}

void lookalikes(ImapClient& client, const std::string& folder) {
  for (int variant = 0; variant < 4; ++variant) {
    client.append(folder, letter_with_other_body(7, variant), "", received_of(7));
  }
  for (int copy = 0; copy < 3; ++copy) client.append(folder, letter(8), "", received_of(8));
  for (int variant = 0; variant < 3; ++variant) {
    client.append(folder, letter_without_identity(1, variant), "\\Seen", received_of(9));
  }
  client.append(folder, letter_without_identity(1, 0), "", received_of(10));
  put(client, folder, 11);
}

void lookalikes_in_two_folders(ImapClient& source, ImapClient&) {
  lookalikes(source, "INBOX");
  source.create("Copies");
  lookalikes(source, "Copies");
}

// The target holds some of each class already, and twins of its own making.
void lookalikes_partly_there(ImapClient& source, ImapClient& target) {
  lookalikes(source, "INBOX");
  target.append("INBOX", letter_with_other_body(7, 2), "", received_of(7));
  target.append("INBOX", letter(8), "", received_of(8));
  target.append("INBOX", letter_without_identity(1, 1), "\\Seen", received_of(9));
}

// Letter 1 once more, as a mailing list or a switched MX delivers it.
void twin_to_source(ImapClient& source, ImapClient&) { put(source, "INBOX", 1); }

void twin_to_target(ImapClient&, ImapClient& target) { put(target, "INBOX", 1); }

void twins_to_both(ImapClient& source, ImapClient& target) {
  twin_to_source(source, target);
  twin_to_target(source, target);
}

std::vector<Scenario> all() {
  const std::vector<std::string> four = {"--connections", "4"};
  return {
      {.name = "FirstRun", .fill = ordinary},
      {.name = "FirstRunWithoutUidplusAndMultiappend", .fill = ordinary, .hidden_at_target = poor},
      {.name = "FirstRunBetweenPoorServers",
       .fill = ordinary,
       .hidden_at_source = poorest,
       .hidden_at_target = poorest},
      {.name = "FirstRunKilledAgainWhileItResumes",
       .fill = ordinary,
       .before = Before::killed_run,
       .hidden_at_target = poor},
      {.name = "NewMail", .fill = ordinary, .between = new_mail, .before = Before::whole_run},
      {.name = "NewMailWithoutUidplus",
       .fill = ordinary,
       .between = new_mail,
       .before = Before::whole_run,
       .hidden_at_target = poor},
      {.name = "FlagsChanged",
       .fill = ordinary,
       .between = other_flags,
       .before = Before::whole_run},
      {.name = "FlagsChangedOnBothSides",
       .fill = ordinary,
       .between = flags_on_both_sides,
       .before = Before::whole_run,
       .ends = Ends::as_clean_run,
       .expects = expects_merged_flags},
      {.name = "MovedMessages", .fill = ordinary, .between = moves, .before = Before::whole_run},
      {.name = "MovedMessagesWithoutMove",
       .fill = ordinary,
       .between = moves,
       .before = Before::whole_run,
       .hidden_at_target = {"MOVE", "MULTIAPPEND"}},
      {.name = "MovedMessagesWithoutMoveAndUidplus",
       .fill = ordinary,
       .between = moves,
       .before = Before::whole_run,
       .hidden_at_target = {"MOVE", "UIDPLUS", "MULTIAPPEND"},
       .ends = Ends::as_clean_run,
       .expects = expects_moved_left_alone},
      {.name = "MovedAfterAKilledFirstRun",
       .fill = ordinary,
       .between = moves,
       .before = Before::killed_run},
      {.name = "HugeMessage", .fill = huge, .inside_literals_every = 40},
      {.name = "SeveralConnections", .fill = four_folders, .options = four},
      {.name = "SeveralConnectionsWithoutUidplusAndMultiappend",
       .fill = four_folders,
       .hidden_at_target = poor,
       .options = four},
      {.name = "SharedFingerprints", .fill = lookalikes_in_two_folders},
      {.name = "SharedFingerprintsOnSeveralConnections",
       .fill = lookalikes_in_two_folders,
       .hidden_at_target = {"MULTIAPPEND"},
       .options = four},
      {.name = "SharedFingerprintsWithoutUidplus",
       .fill = lookalikes_in_two_folders,
       .hidden_at_target = poor},
      {.name = "SharedFingerprintsPartlyThere",
       .fill = lookalikes_partly_there,
       .hidden_at_target = poor},
      {.name = "PowerFailure", .fill = ordinary, .state_left = StateLeft::last_synced},
      {.name = "PowerFailureWithoutUidplus",
       .fill = lookalikes_in_two_folders,
       .hidden_at_target = poor,
       .state_left = StateLeft::last_synced},
      {.name = "PowerFailureInASecondRun",
       .fill = ordinary,
       .between = new_mail,
       .before = Before::whole_run,
       .state_left = StateLeft::last_synced},
      {.name = "TwinReachesTheSourceMeanwhile", .fill = ordinary, .meanwhile = twin_to_source},
      {.name = "TwinReachesTheSourceMeanwhileWithoutUidplus",
       .fill = ordinary,
       .meanwhile = twin_to_source,
       .hidden_at_target = poor},
      {.name = "TwinReachesTheTargetMeanwhile", .fill = ordinary, .meanwhile = twin_to_target},
      {.name = "TwinReachesTheTargetMeanwhileWithoutUidplus",
       .fill = ordinary,
       .meanwhile = twin_to_target,
       .hidden_at_target = poor},
      {.name = "TwinsReachBothSidesMeanwhile", .fill = ordinary, .meanwhile = twins_to_both},
      {.name = "TwinsReachBothSidesMeanwhileWithoutUidplus",
       .fill = ordinary,
       .meanwhile = twins_to_both,
       .hidden_at_target = poor},
  };
}

}  // namespace

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> table = all();
  return table;
}

}  // namespace postferry::test
