// The first copies into a target are read back before the rest is sent: what the target did to
// them (dates, flags, headers) becomes its Traits and is remembered in the journal.
//
// Called by the Run once a target account. Throws Failure{dates_ignored} when the target does not
// keep dates and nobody accepted that: before 50,000 messages are from today. One thread.
#pragma once

#include "engine/lane.hpp"

namespace postferry::engine {

// A few messages of this folder to try the target with: the oldest, because a date that is not
// kept shows best on them. Takes them off `items`.
std::vector<mail::Placement> take_first_copies(PlacementList& items);

// Reads back what the journal says was brought of these. What was learned is in `scope` and the
// journal.
Task<> read_back(RunScope& scope, mail::Target& target, const CopiedFolder& folder,
                 const std::vector<mail::Placement>& copies);

// Messages whose date is not of this world (before 1980, or later than tomorrow) are looked at on
// the target, because servers say OK to such a date and store another; what they did is told.
Task<> look_at_odd_dates(const RunScope& scope, mail::Target& target, const CopiedFolder& folder,
                         const std::vector<mail::ItemId>& odd);
bool is_odd_date(const mail::Received& received);

// What an earlier run learned of this target.
Task<> recall_traits(RunScope& scope, bool& known);

}  // namespace postferry::engine
