//! The page of whoever owns a personal calendar.

use std::sync::Arc;

use super::{
    calendar_fields::CalendarFields,
    expected::Expected,
    fault::Fault,
    frame::Frame,
    link::{Link, list_href},
    new_calendar::{ahead, subscribe},
    row::Row,
    templates::Owner,
    when::{Time, alone},
};
use crate::{
    State,
    limits::PAGE_ROWS,
    search::{BadSearch, Pairs},
    wish::{self, edited_as, line_of},
    words,
};
use hobnob_domain::{
    CalendarChoice, CalendarSettings, ChoiceKind, EventFilter, EventId, KeptChoice, OrganizerId, PersonalCalendar,
    Secret, SeriesId, UnreadFilter,
};
use hobnob_graphql::Shown;
use hobnob_store::StoreError;

/// What became of the last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Something was chosen.
    Chosen(ChoiceKind),
    /// A choice was taken back.
    Undone,
    /// The settings were changed.
    Edited,
}

impl Said {
    /// The word in the address of the page.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Chosen(kind) => kind.as_str(),
            Self::Undone => "undone",
            Self::Edited => "edited",
        }
    }

    /// Reads such a word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        match word {
            "undone" => Some(Self::Undone),
            "edited" => Some(Self::Edited),
            kind => kind.parse().ok().map(Self::Chosen),
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Chosen(ChoiceKind::Hidden) => "Hidden. It goes from your calendar when your app next looks.",
            Self::Chosen(ChoiceKind::Pinned) => "Pinned. It stays in your calendar, whatever the filters say.",
            Self::Chosen(ChoiceKind::Muted) => "Muted. Their events go from your calendar.",
            Self::Chosen(ChoiceKind::Followed) => "Followed. All their events are in your calendar.",
            Self::Chosen(ChoiceKind::Ended) => "Done. Nothing of this series comes any more.",
            Self::Undone => "Taken back.",
            Self::Edited => "Changed. Your app shows it when it next looks.",
        }
    }
}

/// An event of the calendar, with what can be chosen about it.
#[derive(Clone, Debug)]
pub(crate) struct OwnRow {
    pub(crate) id: String,
    pub(crate) time: Time,
    pub(crate) row: Row,
    pub(crate) organizer: Option<String>,
    pub(crate) is_pinned: bool,
    pub(crate) is_followed: bool,
}

/// Something that was chosen.
#[derive(Clone, Debug)]
pub(crate) struct ChosenRow {
    /// "Hidden", "Muted".
    pub(crate) what: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) href: Option<String>,
}

/// The page, with what became of the last change, or what is to be put right in it.
pub(crate) async fn owner_page(
    state: &State,
    secret: &Secret,
    calendar: &Arc<PersonalCalendar>,
    pairs: &Pairs,
    said: Option<Said>,
    bad: Option<BadSearch>,
) -> Result<Owner, StoreError> {
    let rows = ahead(state, calendar).await?;
    let chosen = state.store.calendar_choices(calendar.id).await?;
    let CalendarSettings { name, colour: _, filters, options: _ } = &calendar.settings;
    let pages = rows.len().div_ceil(PAGE_ROWS).max(1);
    let page = pairs.value("page").parse::<usize>().unwrap_or(1).clamp(1, pages);
    let bad = bad.or_else(|| unread(calendar));
    let is_edited = pairs.value("do") == "edit";
    let fields = if bad.is_some() && is_edited {
        CalendarFields { filters: pairs.value("filters"), ..CalendarFields::new(&wish::chosen(state, pairs)) }
    } else {
        CalendarFields { filters: as_written(calendar), ..CalendarFields::new(&calendar.settings) }
    };
    Ok(Owner {
        frame: Frame { is_unlisted: true, ..Frame::new(name) },
        name: name.clone(),
        action: format!("/calendars/{}", secret.as_str()),
        said: said.map(Said::text),
        is_editing: bad.is_some() && (is_edited || !calendar.unread.is_empty()),
        fault: bad.as_ref().map(Fault::new),
        filters: filters.iter().map(|filter| Link::new(words::title(filter), list_href(filter))).collect(),
        expected: Expected::new(state, &rows, state.now()),
        rows: rows
            .iter()
            .skip((page - 1) * PAGE_ROWS)
            .take(PAGE_ROWS)
            .map(|row| own_row(state, calendar, row))
            .collect(),
        earlier: (page > 1).then(|| format!("?page={}", page - 1)),
        later: (page < pages).then(|| format!("?page={}", page + 1)),
        chosen: chosen.iter().map(chosen_row).collect(),
        subscribe: subscribe(state, secret, calendar, &rows),
        fields,
        is_comparable: state.busy.is_some(),
    })
}

/// What is wrong with filters that can't be read any more.
fn unread(calendar: &PersonalCalendar) -> Option<BadSearch> {
    let UnreadFilter { query: _, reason, narrowed } = calendar.unread.first()?;
    let rest = match narrowed {
        Some(_) => "What else it asks for goes on",
        None if calendar.is_unreadable() => "Your calendar app keeps what it has until then",
        None => "The other filters go on",
    };
    let text = format!("One of its filters can’t be read any more: {reason}. {rest}. Change it below, and save.");
    Some(BadSearch::new(text))
}

/// The filters as people edit them, those that can't be read as they were written.
fn as_written(calendar: &PersonalCalendar) -> String {
    let is_narrowed = |filter: &&EventFilter| calendar.unread.iter().any(|one| one.narrowed.as_ref() == Some(*filter));
    let unread = calendar.unread.iter().map(|one| edited_as(&one.query));
    let read = calendar.settings.filters.iter().filter(|filter| !is_narrowed(filter)).map(line_of);
    unread.chain(read).collect::<Vec<_>>().join("\n")
}

fn own_row(state: &State, calendar: &PersonalCalendar, shown: &Shown) -> OwnRow {
    let organizer = shown.event.facts.organizer.as_ref();
    OwnRow {
        id: format!("{}_{}", EventId::KIND, shown.event.id),
        time: alone(&shown.event, &shown.occurrence),
        row: Row::new(state, shown, None, state.now()),
        organizer: organizer.map(|organizer| organizer.name.clone()),
        is_pinned: calendar.choices.pinned.contains(&shown.event.id),
        is_followed: organizer.is_some_and(|organizer| calendar.choices.followed.contains(&organizer.id)),
    }
}

fn chosen_row(kept: &KeptChoice) -> ChosenRow {
    let KeptChoice { choice, label, chosen_at: _ } = kept;
    let (id, href) = match choice {
        CalendarChoice::Hide(event) | CalendarChoice::Pin(event) => {
            (format!("{}_{event}", EventId::KIND), Some(format!("/events/{event}")))
        }
        CalendarChoice::Mute(organizer) | CalendarChoice::Follow(organizer) => {
            (format!("{}_{organizer}", OrganizerId::KIND), Some(format!("/?organizer={organizer}")))
        }
        CalendarChoice::End(series) => (format!("{}_{series}", SeriesId::KIND), None),
    };
    let (kind, _) = choice.parts();
    let what = match kind {
        ChoiceKind::Hidden => "Hidden",
        ChoiceKind::Pinned => "Pinned",
        ChoiceKind::Muted => "Muted",
        ChoiceKind::Followed => "Followed",
        ChoiceKind::Ended => "Series ended",
    };
    let label = if label.is_empty() { id.clone() } else { label.clone() };
    ChosenRow { what, kind: kind.as_str(), id, label, href }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_back_from_the_address() {
        let kinds = ChoiceKind::ALL.iter().copied().map(Said::Chosen);
        for said in kinds.chain([Said::Undone, Said::Edited]) {
            assert_eq!(Said::read(said.word()), Some(said));
        }
        assert_eq!(Said::read("<script>"), None);
    }
}
