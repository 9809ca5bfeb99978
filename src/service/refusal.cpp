#include "service/refusal.hpp"

#include <array>

namespace postferry::service {
namespace {

struct Row {
  Refusal refusal;
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array table{
    Row{Refusal::wrong_credentials, "wrong_credentials", "E-mail address or password is wrong."},
    Row{Refusal::locked_out, "locked_out",
        "There were too many wrong tries. Wait, then try again."},
    Row{Refusal::busy, "busy", "Too many people are signing in. Try again in a moment."},
    Row{Refusal::not_signed_in, "not_signed_in", "Sign in first; the session may have ended."},
    Row{Refusal::already_set_up, "already_set_up", "Postferry is set up already. Sign in."},
    Row{Refusal::link_not_valid, "link_not_valid",
        "This link was used, has ended or was replaced. Ask for a new one."},
    Row{Refusal::not_allowed, "not_allowed", "Your role does not allow this."},
    Row{Refusal::not_found, "not_found", "There is no such thing, or you may not see it."},
    Row{Refusal::role_too_high, "role_too_high", "Nobody can give or change a role above theirs."},
    Row{Refusal::last_operator, "last_operator",
        "This is the last operator. Make somebody else operator first."},
    Row{Refusal::last_admin, "last_admin",
        "This is the last administrator. Make somebody else administrator first."},
    Row{Refusal::not_yourself, "not_yourself", "Nobody can do this to themselves."},
    Row{Refusal::session_needed, "session_needed",
        "This needs a person who is signed in; an API token is not enough."},
    Row{Refusal::fields_invalid, "fields_invalid", "Some fields need to be changed."},
    Row{Refusal::email_taken, "email_taken", "Somebody with this e-mail address is here already."},
    Row{Refusal::old_password_wrong, "old_password_wrong", "The old password is wrong."},
    Row{Refusal::too_many, "too_many", "There are too many of these. Remove some first."},
    Row{Refusal::licence_unreadable, "licence_unreadable",
        "This is no whole licence key. Copy all of it, from PF- to its end."},
    Row{Refusal::licence_forged, "licence_forged",
        "The signature of this licence key is not one that this installation trusts."},
    Row{Refusal::licence_of_other_installation, "licence_of_other_installation",
        "This licence key is for another installation."},
    Row{Refusal::licence_of_other_customer, "licence_of_other_customer",
        "This licence key is for another customer."},
    Row{Refusal::licence_known, "licence_known",
        "This licence key was added before and counts only once."},
    Row{Refusal::credits_used_up, "credits_used_up",
        "There are not enough credits left. Add a licence key."},
    Row{Refusal::no_batches_for_free, "no_batches_for_free",
        "Batches need a licence key; without one, plan single migrations."},
    Row{Refusal::too_many_batches, "too_many_batches",
        "As many batches as allowed are planned or running. Wait until one has ended."},
    Row{Refusal::changed_meanwhile, "changed_meanwhile",
        "Somebody has changed this meanwhile. Look at it again."},
    Row{Refusal::not_now, "not_now", "This cannot be done in its present state."},
};

const Row& row_of(Refusal refusal) {
  for (const auto& row : table)
    if (row.refusal == refusal) return row;
  return table.front();
}

}  // namespace

std::string_view refusal_name(Refusal refusal) { return row_of(refusal).name; }
std::string_view refusal_sentence(Refusal refusal) { return row_of(refusal).sentence; }

}  // namespace postferry::service
