//! What one site does its own way.

pub(crate) mod calling_all_papers;
pub(crate) mod ccf_deadlines;
pub(crate) mod confs_tech;
pub(crate) mod developers_events;
pub(crate) mod python_deadlines;
pub(crate) mod ruby_conferences;
pub(crate) mod rubyevents;
pub(crate) mod this_week_in_rust;

// Platforms: one file each; `paging` knows where their lists go on.
pub(crate) mod activitypub;
pub(crate) mod ai_deadlines;
pub(crate) mod bevy;
pub(crate) mod ctftime;
pub(crate) mod eventbrite;
pub(crate) mod gancio;
pub(crate) mod growth_zone;
pub(crate) mod guild;
pub(crate) mod hack_club;
pub(crate) mod indico;
pub(crate) mod libcal;
pub(crate) mod linked_events;
pub(crate) mod livewhale;
pub(crate) mod localist;
pub(crate) mod luma;
pub(crate) mod meetup;
pub(crate) mod mobilizon;
pub(crate) mod paging;
pub(crate) mod pretalx;
pub(crate) mod sessionize;
pub(crate) mod squarespace;
pub(crate) mod teamup;
pub(crate) mod ticket_tailor;
pub(crate) mod tribe;
pub(crate) mod wix;
