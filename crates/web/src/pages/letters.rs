//! The pages of the weekly mail.

use super::{
    expected::Expected,
    fault::Fault,
    form::{Choice, choices, named_niches},
    frame::Frame,
};
use crate::{
    letter_form::{ANYWHERE, LetterForm, goal_field},
    search::BadSearch,
    words,
};
use askama::Template;
use chrono_tz::Tz;
use hobnob_domain::{Goal, SubscriberState, WeeklyHour, Wishes};
use hobnob_store::KnownSubscriber;

/// A goal's field.
#[derive(Clone, Debug)]
pub(crate) struct GoalField {
    pub(crate) field: String,
    pub(crate) text: &'static str,
    pub(crate) choices: Vec<Choice>,
}

/// The fields of what a reader wishes, filled in.
#[derive(Clone, Debug)]
pub(crate) struct WishFields {
    pub(crate) niche: String,
    pub(crate) niches: Vec<(&'static str, Option<&'static str>)>,
    pub(crate) near: String,
    pub(crate) meetup_km: Vec<Choice>,
    pub(crate) conference_km: Vec<Choice>,
    pub(crate) is_online_too: bool,
    pub(crate) rest: String,
    /// What the hidden rest says.
    pub(crate) rest_says: Option<String>,
    pub(crate) lines: Option<String>,
    pub(crate) goals: Vec<GoalField>,
    pub(crate) has_goals: bool,
    pub(crate) weekdays: Vec<Choice>,
    pub(crate) hours: Vec<Choice>,
    pub(crate) zone: String,
}

/// Signing up.
#[derive(Clone, Debug, Template)]
#[template(path = "digest.html")]
pub(crate) struct SignUpPage {
    pub(crate) frame: Frame,
    pub(crate) address: String,
    pub(crate) fields: WishFields,
    /// What the letters would be about, where that is said already.
    pub(crate) expected: Option<Expected>,
    pub(crate) fault: Option<Fault>,
}

/// Changing what one wishes.
#[derive(Clone, Debug, Template)]
#[template(path = "digest_preferences.html")]
pub(crate) struct WishesPage {
    pub(crate) frame: Frame,
    pub(crate) link: String,
    pub(crate) fields: WishFields,
    pub(crate) fault: Option<Fault>,
}

/// Whether somebody wants letters.
#[derive(Clone, Debug, Template)]
#[template(path = "digest_confirm.html")]
pub(crate) struct QuestionPage {
    pub(crate) frame: Frame,
    pub(crate) wishes: Vec<String>,
    pub(crate) when: String,
}

/// The way out.
#[derive(Clone, Debug, Template)]
#[template(path = "digest_unsubscribe.html")]
pub(crate) struct FarewellPage {
    pub(crate) frame: Frame,
    pub(crate) link: String,
}

/// What is said when something was done.
#[derive(Clone, Debug, Template)]
#[template(path = "digest_said.html")]
pub(crate) struct LetterSaid {
    pub(crate) frame: Frame,
    pub(crate) heading: &'static str,
    pub(crate) text: String,
    /// Where one goes on: address and words.
    pub(crate) link: Option<(String, &'static str)>,
    /// The link of who may be forgotten altogether.
    pub(crate) forget: Option<String>,
}

/// What the form that says what a reader wishes is called in its page.
const FORM: &str = "letter";

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl WishFields {
    fn new(form: &LetterForm) -> Self {
        let km = |radii: &[&str], chosen: &str| {
            let known = radii.iter().map(|km| match *km {
                ANYWHERE => (ANYWHERE.to_owned(), "anywhere".to_owned()),
                km => (km.to_owned(), format!("{km} km")),
            });
            choices(known, chosen, None, |km| format!("{km} km"))
        };
        let goals = Goal::ALL.iter().map(|goal| {
            let worth = form.goals.get(goal).copied().unwrap_or(1).to_string();
            let known = [("0", "not now"), ("1", "a little"), ("2", "much"), ("3", "most")];
            let known = known.map(|(value, text)| (value.to_owned(), text.to_owned()));
            let choices = choices(known, &worth, None, str::to_owned);
            GoalField { field: goal_field(*goal), text: words::goal(*goal), choices }
        });
        let weekdays = (0..).zip(WEEKDAYS).map(|(number, name): (u8, _)| (number.to_string(), name.to_owned()));
        let hours = (0..24).map(|hour: u8| (hour.to_string(), format!("{hour:02}:00")));
        Self {
            niche: form.niche.clone(),
            niches: named_niches(),
            near: form.near.clone(),
            meetup_km: km(&["10", "25", "50", "100", "300"], &form.meetup_km),
            conference_km: km(&["50", "100", "300", "1000", "3000", ANYWHERE], &form.conference_km),
            is_online_too: form.is_online_too,
            rest_says: rest_says(&form.rest),
            rest: form.rest.clone(),
            lines: form.lines.clone(),
            goals: goals.collect(),
            has_goals: !form.goals.is_empty(),
            weekdays: choices(weekdays, &form.weekday.to_string(), None, str::to_owned),
            hours: choices(hours, &form.hour.to_string(), None, str::to_owned),
            zone: form.zone.clone(),
        }
    }
}

/// What stands in the filter beside the form's fields, as it is written: `lang = en, free = true`.
fn rest_says(rest: &str) -> Option<String> {
    let pairs = url::form_urlencoded::parse(rest.as_bytes());
    let said: Vec<String> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn frame(title: &str) -> Frame {
    Frame { is_unlisted: true, ..Frame::new(title) }
}

/// The page where one signs up.
pub(crate) fn sign_up_page(form: &LetterForm, address: &str, fault: Option<BadSearch>) -> SignUpPage {
    let frame = Frame { here: "letter", ..Frame::new("A weekly letter") };
    let fault = fault.as_ref().map(|bad| Fault::in_form(bad, FORM));
    SignUpPage { frame, address: address.to_owned(), fields: WishFields::new(form), expected: None, fault }
}

/// The page where one changes what one wishes.
pub(crate) fn wishes_page(form: &LetterForm, link: &str, fault: Option<BadSearch>) -> WishesPage {
    let fault = fault.as_ref().map(|bad| Fault::in_form(bad, FORM));
    WishesPage { frame: frame("Your weekly letter"), link: link.to_owned(), fields: WishFields::new(form), fault }
}

/// The page that asks whether somebody wants letters.
pub(crate) fn letter_question(wishes: &Wishes) -> QuestionPage {
    let said = wishes.filters.iter().map(words::title).collect();
    QuestionPage { frame: frame("Do you want this letter?"), wishes: said, when: when(&wishes.when) }
}

/// The page that shows the way out.
pub(crate) fn farewell_page(link: &str) -> FarewellPage {
    FarewellPage { frame: frame("No more letters?"), link: link.to_owned() }
}

/// "every Monday from 08:00 on (Europe/Berlin)".
fn when(when: &WeeklyHour) -> String {
    let WeeklyHour { zone, weekday, hour } = when;
    let place = usize::try_from(weekday.num_days_from_monday()).unwrap_or_default();
    let day = WEEKDAYS.get(place).copied().unwrap_or_default();
    format!("every {day} between {hour:02}:00 and {:02}:00 ({})", (hour + 1) % 24, zone.name())
}

/// "The next one comes on Monday 30 November 2026."
fn next(known: &KnownSubscriber) -> String {
    let zone: Tz = known.wishes.when.zone;
    match known.next_due_at {
        Some(at) => format!("The next one comes on {}.", at.with_timezone(&zone).format("%A %-d %B %Y")),
        None => "None is planned.".to_owned(),
    }
}

fn preferences(link: &str) -> Option<(String, &'static str)> {
    Some((format!("/digest/preferences/{link}"), "Look at what you get"))
}

impl LetterSaid {
    fn new(heading: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { frame: frame(heading), heading, text, link: None, forget: None }
    }

    /// The form was taken; the same for everybody.
    pub(crate) fn asked() -> Self {
        let text = "If the address can be written to, a mail is on its way to it. It holds a link; nothing is sent \
            before you followed it and said yes. The link holds for 24 hours. If no mail comes, look among the junk, and \
            try again in an hour.";
        Self::new("Look into your mailbox", text)
    }

    pub(crate) fn confirmed(known: &KnownSubscriber, link: &str) -> Self {
        let text = format!(
            "You get a letter {}, whenever there is something to tell. {}",
            when(&known.wishes.when),
            next(known)
        );
        Self { link: preferences(link), ..Self::new("It is settled", text) }
    }

    pub(crate) fn said_before() -> Self {
        Self::new(
            "You said yes before",
            "This link was used and is not needed any more. Every letter holds links to change what you get, and to leave.",
        )
    }

    pub(crate) fn too_late() -> Self {
        let text = "Such a link holds for 24 hours and once. Nothing was changed, and nothing is sent.";
        Self { link: Some(("/digest".to_owned(), "Ask for a new one")), ..Self::new("This link holds no more", text) }
    }

    pub(crate) fn changed(known: &KnownSubscriber, link: &str) -> Self {
        let text = format!("You get a letter {}. {}", when(&known.wishes.when), next(known));
        Self { link: preferences(link), ..Self::new("It is changed", text) }
    }

    pub(crate) fn left(link: &str) -> Self {
        let text = "Your address is deleted. What is left is a sealed mark by which your leaving is remembered; it can be deleted too.";
        let said = Self::new("No more letters are sent to you", text);
        Self { link: Some(("/digest".to_owned(), "Begin anew")), forget: Some(link.to_owned()), ..said }
    }

    pub(crate) fn forgotten() -> Self {
        Self::new("Nothing is kept of you", "Your address, your wishes and what you were told are deleted.")
    }

    pub(crate) fn no_letters() -> Self {
        let text = "Whoever runs this site has set no way to send mail. Calendars and feeds tell the same.";
        Self::new("No letters are sent from here", text)
    }

    /// What a link leads to when its reader gets no letters.
    pub(crate) fn of(state: SubscriberState) -> Self {
        let text = match state {
            SubscriberState::Suppressed => "Mail to your address came back, so nothing is sent to it any more.",
            SubscriberState::Pending | SubscriberState::Left | SubscriberState::Confirmed => {
                "Nothing is sent before you sign up and say yes."
            }
        };
        let said = Self::new("You get no letters", text);
        Self { link: Some(("/digest".to_owned(), "Sign up")), ..said }
    }
}
