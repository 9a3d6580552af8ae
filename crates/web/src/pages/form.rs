//! The search form, filled in as it was sent.

use crate::{search::Pairs, words};
use hobnob_domain::{
    AttendanceMode, EventKind, Goal,
    niche::{Niche, taxonomy},
};

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) is_chosen: bool,
}

/// The search form.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) query: String,
    pub(crate) niche: String,
    pub(crate) near: String,
    pub(crate) radius_km: Vec<Choice>,
    pub(crate) modes: Vec<Choice>,
    pub(crate) goals: Vec<Choice>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) country: String,
    pub(crate) language: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) is_free: bool,
    pub(crate) is_paid: bool,
    /// Whether the state of the call for papers is asked for, and which: `open` or `closed`.
    pub(crate) is_call_asked: bool,
    pub(crate) call: &'static str,
    /// Whether any of the fields that are folded away is in use.
    pub(crate) is_detailed: bool,
    /// Parts of the filter that the form has no field for.
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// Niches to choose from while typing: slug, and name where that says more.
    pub(crate) niches: Vec<(&'static str, Option<&'static str>)>,
}

impl Form {
    /// Fills the form in with what was asked.
    pub(crate) fn new(pairs: &Pairs) -> Self {
        let value = |key: &str| pairs.value(key);
        let day = |key: &str| value(key).get(..10).unwrap_or_default().to_owned();
        let folded = ["goal", "kind", "country", "lang", "from", "to", "free", "cfp"];
        let hidden = ["organizer", "source", "status"].into_iter().map(|key| (key, value(key)));
        let radius = if value("radius_km").is_empty() { "50".to_owned() } else { value("radius_km") };
        let radii = ["10", "25", "50", "100", "300"].map(|km| (km.to_owned(), format!("{km} km")));
        let asked =
            ["open", "closed"].into_iter().find(|state| value("cfp").split(',').any(|said| said.trim() == *state));
        Self {
            query: value("q"),
            niche: value("niche"),
            near: value("near"),
            radius_km: choices(radii, &radius, None, |km| format!("{km} km")),
            modes: words_of(AttendanceMode::ALL, AttendanceMode::as_str, words::mode, &value("mode")),
            goals: words_of(Goal::ALL, Goal::as_str, words::goal, &value("goal")),
            kinds: words_of(EventKind::ALL, EventKind::as_str, words::kind, &value("kind")),
            country: value("country"),
            language: value("lang"),
            from: day("from"),
            to: day("to"),
            is_free: value("free") == "true",
            is_paid: value("free") == "false",
            is_call_asked: asked.is_some(),
            call: asked.unwrap_or("open"),
            is_detailed: folded.into_iter().any(|key| !value(key).is_empty()),
            hidden: hidden.filter(|(_, value)| !value.is_empty()).collect(),
            niches: named_niches(),
        }
    }
}

/// Every niche to choose from while typing.
pub(super) fn named_niches() -> Vec<(&'static str, Option<&'static str>)> {
    taxonomy().niches.iter().map(named).collect()
}

fn named(niche: &'static Niche) -> (&'static str, Option<&'static str>) {
    let says_more = niche.label.to_lowercase().replace(' ', "-") != niche.slug;
    (&niche.slug, says_more.then_some(niche.label.as_str()))
}

fn words_of<T: Copy>(
    all: &'static [T],
    word: impl Fn(T) -> &'static str,
    text: impl Fn(T) -> &'static str,
    chosen: &str,
) -> Vec<Choice> {
    let known = all.iter().map(|value| (word(*value).to_owned(), text(*value).to_owned()));
    choices(known, chosen, Some("Any"), |several| several.replace(',', ", "))
}

/// The choices of a field. What was asked for and is none of them (several at once) is one more, so that sending the
/// form again asks the same.
pub(super) fn choices(
    known: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
    any: Option<&str>,
    other: impl Fn(&str) -> String,
) -> Vec<Choice> {
    let choice = |(value, text): (String, String)| Choice { is_chosen: value == chosen, value, text };
    let any = any.map(|text| choice((String::new(), text.to_owned())));
    let mut choices: Vec<Choice> = any.into_iter().chain(known.into_iter().map(choice)).collect();
    if !choices.iter().any(|choice| choice.is_chosen) {
        choices.push(Choice { value: chosen.to_owned(), text: other(chosen), is_chosen: true });
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_filled_in_though_the_form_has_no_field_for_it() {
        let form = Form::new(
            &Pairs::read(Some("mode=offline,mixed&radius_km=7&near=Bern&source=source_1&niche=rust,go")).unwrap(),
        );
        let chosen = |choices: &[Choice]| -> Vec<(String, String)> {
            choices
                .iter()
                .filter(|choice| choice.is_chosen)
                .map(|choice| (choice.value.clone(), choice.text.clone()))
                .collect()
        };
        assert_eq!(chosen(&form.modes), [("offline,mixed".to_owned(), "offline, mixed".to_owned())]);
        assert_eq!(chosen(&form.radius_km), [("7".to_owned(), "7 km".to_owned())]);
        assert_eq!(chosen(&form.goals), [(String::new(), "Any".to_owned())]);
        assert_eq!((form.niche.as_str(), form.is_detailed), ("rust,go", false));
        assert_eq!(form.hidden, [("source", "source_1".to_owned())]);
    }

    #[test]
    fn what_is_asked_not_to_be_is_asked_again() {
        let form = |query| Form::new(&Pairs::read(Some(query)).unwrap());
        let closed = form("cfp=closed&free=false");
        assert_eq!((closed.call, closed.is_call_asked, closed.is_paid, closed.is_free), ("closed", true, true, false));
        let none = form("");
        assert_eq!((none.call, none.is_call_asked, none.is_paid, none.is_free), ("open", false, false, false));
    }
}
