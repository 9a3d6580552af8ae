//! The properties that are read. Every other line is passed over before it is taken apart: attendees are nobody's
//! business, and attachments are megabytes.

/// A property or the frame of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Begin,
    End,
    AllDay,
    Attach,
    TitleOfAll,
    Categories,
    Class,
    Conference,
    Cost,
    Description,
    DtEnd,
    DtStamp,
    DtStart,
    Duration,
    EventZone,
    ExDate,
    Geo,
    HtmlDescription,
    Image,
    LastModified,
    LicLocation,
    Location,
    Method,
    OffsetFrom,
    OffsetTo,
    Organizer,
    Prodid,
    RDate,
    RecurrenceId,
    Refresh,
    RelatedTo,
    RRule,
    Sequence,
    Status,
    StructuredLocation,
    Summary,
    Tags,
    TicketsUrl,
    Tzid,
    Uid,
    Url,
    ZoneOfAll,
}

/// What a component is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Calendar,
    Event,
    Zone,
    /// STANDARD or DAYLIGHT.
    Observance,
    /// Anything else: an alarm, a to-do, something unknown.
    Other,
}

/// The longest name that is read: `X-MICROSOFT-SKYPETEAMSMEETINGURL`.
const NAME_BYTES_MAX: usize = 32;

impl Name {
    /// The property of that name, in any case.
    pub(super) fn read(written: &str) -> Option<Self> {
        let mut upper = [0_u8; NAME_BYTES_MAX];
        let upper = upper.get_mut(..written.len())?;
        upper.copy_from_slice(written.as_bytes());
        upper.make_ascii_uppercase();
        Some(match &*upper {
            b"BEGIN" => Self::Begin,
            b"END" => Self::End,
            b"X-MICROSOFT-CDO-ALLDAYEVENT" | b"X-FUNAMBOL-ALLDAY" => Self::AllDay,
            b"ATTACH" => Self::Attach,
            b"NAME" | b"X-WR-CALNAME" => Self::TitleOfAll,
            b"CATEGORIES" => Self::Categories,
            b"CLASS" => Self::Class,
            b"CONFERENCE"
            | b"X-GOOGLE-CONFERENCE"
            | b"X-MICROSOFT-SKYPETEAMSMEETINGURL"
            | b"X-LIVEWHALE-ONLINE-URL" => Self::Conference,
            b"X-COST" | b"X-LIVEWHALE-COST" => Self::Cost,
            b"DESCRIPTION" => Self::Description,
            b"DTEND" => Self::DtEnd,
            b"DTSTAMP" => Self::DtStamp,
            b"DTSTART" => Self::DtStart,
            b"DURATION" => Self::Duration,
            b"X-LIVEWHALE-TIMEZONE" => Self::EventZone,
            b"EXDATE" => Self::ExDate,
            b"GEO" => Self::Geo,
            b"X-ALT-DESC" => Self::HtmlDescription,
            b"IMAGE" => Self::Image,
            b"LAST-MODIFIED" => Self::LastModified,
            b"X-LIC-LOCATION" => Self::LicLocation,
            b"LOCATION" => Self::Location,
            b"METHOD" => Self::Method,
            b"TZOFFSETFROM" => Self::OffsetFrom,
            b"TZOFFSETTO" => Self::OffsetTo,
            b"ORGANIZER" => Self::Organizer,
            b"PRODID" => Self::Prodid,
            b"RDATE" => Self::RDate,
            b"RECURRENCE-ID" => Self::RecurrenceId,
            b"REFRESH-INTERVAL" | b"X-PUBLISHED-TTL" => Self::Refresh,
            b"RELATED-TO" => Self::RelatedTo,
            b"RRULE" => Self::RRule,
            b"SEQUENCE" => Self::Sequence,
            b"STATUS" => Self::Status,
            b"X-APPLE-STRUCTURED-LOCATION" => Self::StructuredLocation,
            b"SUMMARY" => Self::Summary,
            b"X-TAGS" | b"X-LIVEWHALE-TAGS" => Self::Tags,
            b"X-TICKETS-URL" => Self::TicketsUrl,
            b"TZID" => Self::Tzid,
            b"UID" => Self::Uid,
            b"URL" => Self::Url,
            b"X-WR-TIMEZONE" => Self::ZoneOfAll,
            _ => return None,
        })
    }

    /// Whether it is read in a component of that kind.
    pub(super) fn is_read_in(self, kind: Kind) -> bool {
        match self {
            Self::Begin | Self::End => true,
            Self::TitleOfAll | Self::Method | Self::Prodid | Self::Refresh | Self::ZoneOfAll => kind == Kind::Calendar,
            Self::LicLocation => kind == Kind::Zone,
            Self::OffsetFrom | Self::OffsetTo => kind == Kind::Observance,
            Self::Tzid => matches!(kind, Kind::Zone | Kind::Calendar),
            Self::DtStart | Self::RDate | Self::RRule => matches!(kind, Kind::Event | Kind::Observance),
            _ => kind == Kind::Event,
        }
    }
}

impl Kind {
    /// The kind of the component of that name.
    pub(super) fn of(name: &str) -> Self {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("VEVENT") {
            Self::Event
        } else if is("VCALENDAR") {
            Self::Calendar
        } else if is("VTIMEZONE") {
            Self::Zone
        } else if is("STANDARD") || is("DAYLIGHT") {
            Self::Observance
        } else {
            Self::Other
        }
    }
}
