//! Which events, and how a calendar tells them, on the command line.

use clap::Args;

/// The filter, as flags. One language with the addresses of feeds: every flag is a key there.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Filter (flags may be repeated; values may be lists parted by commas)")]
pub(crate) struct FilterArgs {
    /// Niches, such as rust,postgresql.
    #[arg(long)]
    pub(crate) niche: Vec<String>,
    /// Career goals: skills, architecture, open_source, mentoring, specialization, communication, networking.
    #[arg(long)]
    pub(crate) goal: Vec<String>,
    /// Kinds: meetup, conference, workshop, hackathon, ….
    #[arg(long)]
    pub(crate) kind: Vec<String>,
    /// Ways to take part: offline, online, mixed.
    #[arg(long)]
    pub(crate) mode: Vec<String>,
    /// A place, or latitude,longitude.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) near: Option<String>,
    /// How far from there, in kilometres (default: 50).
    #[arg(long, alias = "radius_km", value_name = "KM")]
    pub(crate) radius_km: Option<String>,
    /// Countries by code, such as DE.
    #[arg(long)]
    pub(crate) country: Vec<String>,
    /// Languages by code, such as en.
    #[arg(long)]
    pub(crate) lang: Vec<String>,
    /// Only free events, or only those that cost something.
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) free: Option<String>,
    /// Words that all must occur.
    #[arg(long)]
    pub(crate) q: Option<String>,
    /// Not over at this instant or day (default: now).
    #[arg(long, value_name = "WHEN")]
    pub(crate) from: Option<String>,
    /// Begun before this instant or day.
    #[arg(long, value_name = "WHEN")]
    pub(crate) to: Option<String>,
    /// `open` or `closed`: only with such a call for papers; a calendar takes `true` too: calls are entries of their own.
    #[arg(long)]
    pub(crate) cfp: Vec<String>,
    /// Organizers by id.
    #[arg(long)]
    pub(crate) organizer: Vec<String>,
    /// Sources by id.
    #[arg(long)]
    pub(crate) source: Vec<String>,
    /// Statuses: scheduled, postponed, rescheduled, moved_online, cancelled.
    #[arg(long)]
    pub(crate) status: Vec<String>,
}

impl FilterArgs {
    /// The pairs of the query language.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let Self {
            niche,
            goal,
            kind,
            mode,
            near,
            radius_km,
            country,
            lang,
            free,
            q,
            from,
            to,
            cfp,
            organizer,
            source,
            status,
        } = self;
        let lists = [
            ("niche", niche),
            ("goal", goal),
            ("kind", kind),
            ("mode", mode),
            ("country", country),
            ("lang", lang),
            ("cfp", cfp),
            ("organizer", organizer),
            ("source", source),
            ("status", status),
        ];
        let singles = [("near", near), ("radius_km", radius_km), ("free", free), ("q", q), ("from", from), ("to", to)];
        let lists = lists.into_iter().flat_map(|(key, values)| values.iter().map(move |value| (key, value.as_str())));
        lists.chain(singles.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)))).collect()
    }
}

/// What a calendar says beside its filter, as flags: keys of the same language.
#[derive(Debug, Args)]
pub(crate) struct OptionArgs {
    /// How long ended events stay, such as 90d.
    #[arg(long)]
    pub(crate) past: Option<String>,
    /// How cancelled events are told: mark, rfc or drop.
    #[arg(long)]
    pub(crate) cancelled: Option<String>,
    /// How long a cancelled event is told before `--cancelled drop` leaves it out, such as 3d.
    #[arg(long)]
    pub(crate) grace: Option<String>,
    /// Alarms before each event, such as 1d,2h.
    #[arg(long)]
    pub(crate) alarm: Vec<String>,
    /// Whether unconfirmed events are entries.
    #[arg(long, value_name = "true|false")]
    pub(crate) tentative: Option<String>,
}

impl OptionArgs {
    /// The pairs of the query language.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Self { past, cancelled, grace, alarm, tentative } = self;
        let singles = [("past", past), ("cancelled", cancelled), ("grace", grace), ("tentative", tentative)];
        let singles = singles.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
        singles.chain(alarm.iter().map(|alarm| ("alarm", alarm.as_str())))
    }
}
