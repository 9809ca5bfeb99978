#include "service/refusal.hpp"

#include <array>

namespace postferry::service {
namespace {

struct RefusalRow {
  Refusal refusal;
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array refusals{
    RefusalRow{Refusal::wrong_credentials, "wrong_credentials",
               "E-mail address or password is wrong."},
    RefusalRow{Refusal::locked_out, "locked_out",
               "There were too many wrong tries. Wait, then try again."},
    RefusalRow{Refusal::busy, "busy", "Too many people are signing in. Try again in a moment."},
    RefusalRow{Refusal::not_signed_in, "not_signed_in",
               "Sign in first; the session may have ended."},
    RefusalRow{Refusal::already_set_up, "already_set_up", "Postferry is set up already. Sign in."},
    RefusalRow{Refusal::link_not_valid, "link_not_valid",
               "This link was used, has ended or was replaced. Ask for a new one."},
    RefusalRow{Refusal::not_allowed, "not_allowed", "Your role does not allow this."},
    RefusalRow{Refusal::not_found, "not_found", "There is no such thing, or you may not see it."},
    RefusalRow{Refusal::role_too_high, "role_too_high",
               "Nobody can give or change a role above theirs."},
    RefusalRow{Refusal::last_operator, "last_operator",
               "This is the last operator. Make somebody else operator first."},
    RefusalRow{Refusal::last_admin, "last_admin",
               "This is the last administrator. Make somebody else administrator first."},
    RefusalRow{Refusal::not_yourself, "not_yourself", "Nobody can do this to themselves."},
    RefusalRow{Refusal::session_needed, "session_needed",
               "This needs a person who is signed in; an API token is not enough."},
    RefusalRow{Refusal::fields_invalid, "fields_invalid", "Some fields need to be changed."},
    RefusalRow{Refusal::email_taken, "email_taken",
               "Somebody with this e-mail address is here already."},
    RefusalRow{Refusal::old_password_wrong, "old_password_wrong", "The old password is wrong."},
    RefusalRow{Refusal::too_many, "too_many", "There are too many of these. Remove some first."},
    RefusalRow{Refusal::licence_unreadable, "licence_unreadable",
               "This is no whole licence key. Copy all of it, from PF- to its end."},
    RefusalRow{Refusal::licence_forged, "licence_forged",
               "The signature of this licence key is not one that this installation trusts."},
    RefusalRow{Refusal::licence_of_other_installation, "licence_of_other_installation",
               "This licence key is for another installation."},
    RefusalRow{Refusal::licence_of_other_customer, "licence_of_other_customer",
               "This licence key is for another customer."},
    RefusalRow{Refusal::licence_known, "licence_known",
               "This licence key was added before and counts only once."},
    RefusalRow{Refusal::credits_used_up, "credits_used_up",
               "There are not enough credits left. Add a licence key."},
    RefusalRow{Refusal::no_batches_for_free, "no_batches_for_free",
               "Batches need a licence key; without one, plan single migrations."},
    RefusalRow{Refusal::too_many_batches, "too_many_batches",
               "As many batches as allowed are planned or running. Wait until one has ended."},
    RefusalRow{Refusal::changed_meanwhile, "changed_meanwhile",
               "Somebody has changed this meanwhile. Look at it again."},
    RefusalRow{Refusal::not_now, "not_now", "This cannot be done in its present state."},
};

const RefusalRow& row_of(Refusal refusal) {
  for (const auto& row : refusals)
    if (row.refusal == refusal) return row;
  return refusals.front();
}

}  // namespace

std::string_view refusal_name(Refusal refusal) { return row_of(refusal).name; }
std::string_view refusal_sentence(Refusal refusal) { return row_of(refusal).sentence; }

}  // namespace postferry::service
