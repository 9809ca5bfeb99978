// Getting in: logins, certificates, master users, and the ways in which that must fail, each with
// its documented exit code.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <thread>

#include "tests/support/temporary_folder.hpp"
#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

std::string tls_url(const ThrowawayDovecot& server, std::string_view user, std::string_view more) {
  return "imaps://" + std::string(user) + "@localhost:" + std::to_string(server.tls_port()) +
         std::string(more);
}

std::string fingerprint_of(const std::filesystem::path& certificate) {
  std::FILE* file = std::fopen(certificate.c_str(), "r");
  X509* read = PEM_read_X509(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  unsigned char digest[32];
  unsigned size = 0;
  X509_digest(read, EVP_sha256(), digest, &size);
  X509_free(read);
  std::string text;
  for (const unsigned char byte : digest) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    text += two;
  }
  return text;
}

class CopyDoors : public BetweenTwoDovecots {
 protected:
  Ended copy_between(const std::string& source, const std::string& target) const {
    return run_postferry(
        {.words = {"copy", source, target, "--state", state_.path().string(), "--json"}});
  }
};

TEST_F(CopyDoors, SaysWhichSideRefusedThePassword) {
  Call wrong_source = call("copy");
  wrong_source.source_password = "wrong";
  const Ended source = run_postferry(wrong_source);
  EXPECT_EQ(source.exit_code, 3) << source.told();
  Call wrong_target = call("copy");
  wrong_target.target_password = "wrong";
  const Ended target = run_postferry(wrong_target);
  EXPECT_EQ(target.exit_code, 4) << target.told();
  EXPECT_EQ(target.told().find("wrong\n"), std::string::npos);
}

TEST_F(CopyDoors, SaysWhenNobodyAnswers) {
  const std::uint16_t nobody = free_port();
  EXPECT_EQ(copy_between(clear_url(nobody, "alice"), target_url()).exit_code, 5);
  EXPECT_EQ(copy_between(source_url(), clear_url(nobody, "bert")).exit_code, 5);
  EXPECT_EQ(copy_between("imap://alice@no-such-host.invalid?tls=none", target_url()).exit_code, 5);
}

TEST_F(CopyDoors, TrustsOnlyWhatItWasToldTo) {
  fill("INBOX", 0, 3);
  const std::string ca = "?ca=" + source_server->ca_file().string();
  const std::string target_ca = "?ca=" + target_server->ca_file().string();
  const std::string right = tls_url(*target_server, "bert", target_ca);
  EXPECT_EQ(copy_between(tls_url(*source_server, "alice", ""), right).exit_code, 6);
  EXPECT_EQ(copy_between(tls_url(*source_server, "alice", target_ca), right).exit_code, 6);
  const std::string zeros(64, '0');
  EXPECT_EQ(
      copy_between(tls_url(*source_server, "alice", "?fingerprint=" + zeros), right).exit_code, 6);
  EXPECT_TRUE(target_account().messages.empty());
  const Ended trusted = copy_between(tls_url(*source_server, "alice", ca), right);
  EXPECT_EQ(trusted.exit_code, 0) << trusted.told();
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(CopyDoors, ChecksTheNameEvenWhenItConnectsElsewhere) {
  fill("INBOX", 0, 1);
  const std::string elsewhere = "&connect=127.0.0.1:" + std::to_string(source_server->tls_port());
  const std::string ca = "?ca=" + source_server->ca_file().string() + elsewhere;
  EXPECT_EQ(copy_between("imaps://alice@imap.other.example" + ca, target_url()).exit_code, 6);
  const Ended named = copy_between("imaps://alice@localhost" + ca, target_url());
  EXPECT_EQ(named.exit_code, 0) << named.told();
}

TEST_F(CopyDoors, DemandsStarttlsAlsoWhereItIsHidden) {
  fill("INBOX", 0, 2);
  const std::string ca = "?ca=" + source_server->ca_file().string();
  std::atomic<int> logins_in_the_clear{0};
  const Proxy hides(
      source_server->port(),
      {.hidden_capabilities = {"STARTTLS"}, .before_client_line = [&](std::string_view line) {
         logins_in_the_clear +=
             line.find("LOGIN") != line.npos || line.find("AUTHENTICATE") != line.npos;
       }});
  const Ended hidden =
      copy_between("imap://alice@localhost:" + std::to_string(hides.port()) + ca, target_url());
  EXPECT_TRUE(hidden.exit_code == 0 || hidden.exit_code == 6) << hidden.told();
  EXPECT_EQ(logins_in_the_clear, 0);
}

TEST_F(CopyDoors, NeverFallsBackToClearText) {
  const ThrowawayDovecot clear({.special_use = SpecialUse::absent, .extra = "ssl = no\n"});
  const Ended refused =
      copy_between("imap://alice@localhost:" + std::to_string(clear.port()), target_url());
  EXPECT_EQ(refused.exit_code, 6) << refused.told();
  EXPECT_EQ(clear.log().find("user=<alice>"), std::string::npos) << clear.log();
}

TEST_F(CopyDoors, TakesAPinnedCertificate) {
  fill("INBOX", 0, 2);
  std::filesystem::path certificate;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_server->folder())) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() == ".pem" && name.find("key") == name.npos &&
        !name.starts_with("ca")) {
      certificate = entry.path();
    }
  }
  ASSERT_FALSE(certificate.empty());
  const Ended pinned =
      copy_between(tls_url(*source_server, "alice", "?fingerprint=" + fingerprint_of(certificate)),
                   target_url());
  EXPECT_EQ(pinned.exit_code, 0) << pinned.told();
}

TEST_F(CopyDoors, LetsAMasterUserInBothWays) {
  fill("INBOX", 0, 3);
  for (const char* how : {"&master=master", "&master=master&master-separator=*"}) {
    SCOPED_TRACE(how);
    target_server->wipe_user("bert");
    const TemporaryFolder own_state;
    const Ended ended =
        run_postferry({.words = {"copy", clear_url(source_server->port(), "alice", how),
                                 clear_url(target_server->port(), "bert", how), "--state",
                                 own_state.path().string()}});
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_EQ(missing_or_more(), "");
  }
}

TEST_F(CopyDoors, RefusesToCopyAnAccountIntoItself) {
  fill("INBOX", 0, 2);
  EXPECT_EQ(copy_between(source_url(), source_url()).exit_code, 9);
  const std::string other_spelling =
      "imap://alice@LOCALHOST:" + std::to_string(source_server->port()) + "?tls=none";
  const std::string by_name =
      "imap://alice@localhost:" + std::to_string(source_server->port()) + "?tls=none";
  EXPECT_EQ(copy_between(by_name, other_spelling).exit_code, 9);
  EXPECT_EQ(source_account().messages.size(), 2U);
}

// In mid-migration the name is switched: now it leads to the target.
TEST_F(CopyDoors, DoesNotReadTheTargetAsItsSource) {
  fill("INBOX", 0, 2);
  target_server->wipe_user("alice");
  const std::string host = "imap://alice@imap.old.example?tls=none&connect=127.0.0.1:";
  const std::string target = clear_url(target_server->port(), "alice");
  const Ended first = copy_between(host + std::to_string(source_server->port()), target);
  EXPECT_EQ(first.exit_code, 0) << first.told();
  const Ended moved = copy_between(host + std::to_string(target_server->port()), target);
  EXPECT_EQ(moved.exit_code, 9) << moved.told();
  ImapClient client(target_server->port(), "alice", target_server->password());
  EXPECT_EQ(look_at(client).messages.size(), 2U);
}

TEST_F(CopyDoors, RefusesAnotherServerUnderTheSameName) {
  fill("INBOX", 0, 2);
  const ThrowawayDovecot other({.special_use = SpecialUse::absent});
  const auto at = [](const ThrowawayDovecot& server) {
    return "imaps://alice@localhost?ca=" + server.ca_file().string() +
           "&connect=127.0.0.1:" + std::to_string(server.tls_port());
  };
  const Ended first = copy_between(at(*source_server), target_url());
  EXPECT_EQ(first.exit_code, 0) << first.told();
  // A Dovecot numbers its folders by the second in which they are made.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  const Ended second = copy_between(at(other), target_url());
  EXPECT_EQ(second.exit_code, 9) << second.told();
  EXPECT_EQ(target_account().messages.size(), 2U);
}

TEST_F(CopyDoors, RefusesAWrongCommandLine) {
  const std::string at = state_.path().string();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"copy"},
        {"copy", source_url()},
        {"copy", "ftp://x@y", target_url(), "--state", at},
        {"copy", "imap://alice:secret@127.0.0.1", target_url(), "--state", at},
        {"copy", source_url(), target_url(), "--state", at, "--no-such-option"},
        {"copy", source_url(), target_url(), "--state", at, "--max-size", "many"},
        {"copy", source_url(), target_url(), "--state", at, "--map", "nothing"},
        {"no-such-command"}}) {
    const Ended ended = run_postferry({.words = words});
    EXPECT_EQ(ended.exit_code, 2) << ended.told();
    EXPECT_EQ(ended.told().find("secret"), std::string::npos) << ended.told();
  }
}

TEST_F(CopyDoors, ReadsPasswordsFromFilesAndSaysWhichItCannotRead) {
  fill("INBOX", 0, 1);
  const std::filesystem::path file = state_.path() / "password";
  std::FILE* written = std::fopen(file.c_str(), "w");
  std::fputs("secret\n", written);
  std::fclose(written);
  Call made = call("copy", {"--source-password-file", file.string()});
  made.source_password = "wrong";
  const Ended ended = run_postferry(made);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  Call missing = call("copy", {"--source-password-file", "/no/such/file"});
  EXPECT_EQ(run_postferry(missing).exit_code, 2);
}

}  // namespace
}  // namespace postferry::test
