//! Online, hybrid, on site: the words for it in several languages, and the text without them.

use crate::{
    LocatedMode,
    phrases::{AND, BESIDE, HOSTS_OF_CALLS, MIXED, ON_SITE, ONLINE, ONLINE_ALONE},
};

/// Whether a text holds the address of a call or a stream.
pub(crate) fn is_address_of_a_call(text: &str) -> bool {
    let text = text.to_lowercase();
    HOSTS_OF_CALLS.iter().any(|host| text.contains(host))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Online,
    OnlineAlone,
    Mixed,
    OnSite,
}

struct Match {
    start: usize,
    end: usize,
    sense: Sense,
}

/// How one takes part, and the text with a comma in the place of each word that said so.
pub(crate) fn read(text: &str) -> (LocatedMode, String) {
    let written: Vec<char> = text.chars().collect();
    let small: Vec<char> = written.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let matches = matches(&small);
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for found in &matches {
        rest.extend(written.get(from..found.start).unwrap_or_default());
        rest.push_str(" , ");
        from = found.end;
    }
    rest.extend(written.get(from..).unwrap_or_default());
    let says = |sense| matches.iter().any(|found| found.sense == sense);
    let is_joined = || matches.iter().any(|found| found.sense == Sense::Online && is_joined(&small, found));
    let mode = match (says(Sense::Mixed), says(Sense::Online)) {
        (true, _) => LocatedMode::Mixed,
        (false, false) => LocatedMode::Offline,
        (false, true) if says(Sense::OnSite) || (is_joined() && names_something(&rest)) => LocatedMode::Mixed,
        (false, true) => LocatedMode::Online,
    };
    (mode, rest)
}

/// Whether the name of a house says nothing but that one takes part over the network: "Virtual", "Zoom Telephonic", "Your
/// Device", "ONLINE - Lake Conf".
pub fn is_online_house(name: &str) -> bool {
    let (mode, rest) = read(name);
    mode == LocatedMode::Online && (!names_something(&rest) || begins_online(name))
}

/// A text about a place without the words that say how one takes part, and what joined them to it: "Berlin & online" is
/// Berlin.
pub fn without_online(text: &str) -> String {
    let (_, rest) = read(text);
    let parts: Vec<&str> = rest.split(',').map(without_joints).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// A part less what joined it to another that is gone.
fn without_joints(part: &str) -> &str {
    const SIGNS: [char; 10] = [' ', '&', '+', '/', ';', '|', '-', '–', '—', '·'];
    let mut rest = part.trim_matches(SIGNS).trim_end_matches('(').trim_start_matches(')').trim_matches(SIGNS);
    while let Some((front, _)) = rest.rsplit_once(' ').filter(|(_, last)| AND.contains(last)) {
        rest = front.trim_end_matches(SIGNS);
    }
    while let Some((_, behind)) = rest.split_once(' ').filter(|(first, _)| AND.contains(first)) {
        rest = behind.trim_start_matches(SIGNS);
    }
    if AND.contains(&rest) {
        return "";
    }
    let inside = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.filter(|inside| !inside.contains(['(', ')'])).map_or(rest, str::trim)
}

/// Whether a name begins with a word for the network, which a mark parts from the rest.
fn begins_online(name: &str) -> bool {
    let Some(at) = [" - ", " – ", " — ", ": ", " | "].iter().filter_map(|mark| name.find(mark)).min() else {
        return false;
    };
    let small: Vec<char> = name.get(..at).unwrap_or_default().trim().to_lowercase().chars().collect();
    ONLINE.iter().any(|phrase| phrase_end(&small, 0, phrase) == Some(small.len()))
}

/// All matches from the left, the longest phrase first, none over another.
fn matches(small: &[char]) -> Vec<Match> {
    let lists =
        [(ONLINE, Sense::Online), (ONLINE_ALONE, Sense::OnlineAlone), (MIXED, Sense::Mixed), (ON_SITE, Sense::OnSite)];
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(c) = small.get(at) {
        if !is_unspaced(*c) && is_word(before(small, at)) {
            at += 1;
            continue;
        }
        let longest = lists
            .iter()
            .flat_map(|(phrases, sense)| phrases.iter().map(move |phrase| (phrase, *sense)))
            .filter_map(|(phrase, sense)| phrase_end(small, at, phrase).map(|end| (end, sense)))
            .filter(|(end, sense)| *sense != Sense::OnlineAlone || is_alone(small, at, *end))
            .max_by_key(|(end, _)| *end);
        match longest {
            Some((end, sense)) => {
                let sense = if sense == Sense::OnlineAlone { Sense::Online } else { sense };
                found.push(Match { start: at, end, sense });
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn is_word(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || *c == '_')
}

fn before(small: &[char], at: usize) -> Option<&char> {
    at.checked_sub(1).and_then(|at| small.get(at))
}

/// Whether a letter is of a script that is written without blanks: there words have no bounds.
fn is_unspaced(c: char) -> bool {
    c >= '\u{2e80}'
}

/// Where a phrase that begins at `at`, a bound of words, ends at another.
fn phrase_end(small: &[char], at: usize, phrase: &str) -> Option<usize> {
    let mut end = at;
    for wanted in phrase.chars() {
        match (wanted, small.get(end)) {
            (' ', Some(' ' | '-')) => end += 1,
            (' ', _) => {}
            (wanted, Some(c)) if *c == wanted => end += 1,
            _ => return None,
        }
    }
    (phrase.starts_with(is_unspaced) || !is_word(small.get(end))).then_some(end)
}

/// Whether nothing but a few small words stands between `start..end` and the next comma or bracket on either side.
fn is_alone(small: &[char], start: usize, end: usize) -> bool {
    let is_letter = |at: usize| small.get(at).is_some_and(|c| c.is_alphanumeric());
    // "Web-Tower" is one word.
    let is_hyphen = |at: usize, c: char| c == '-' && at.checked_sub(1).is_some_and(is_letter) && is_letter(at + 1);
    let is_edge =
        |at: usize, c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '\'' | '’' | '.' | '_') && !is_hyphen(at, c);
    let letters = |places: &mut dyn Iterator<Item = usize>| -> Vec<char> {
        let letters = places.filter_map(|at| Some((at, *small.get(at)?)));
        letters.take_while(|(at, c)| !is_edge(*at, *c)).map(|(_, c)| c).collect()
    };
    let left: String = letters(&mut (0..start).rev()).into_iter().rev().collect();
    let right: String = letters(&mut (end..small.len())).into_iter().collect();
    let words = |text: &str| text.split([' ', '-']).all(|word| word.is_empty() || BESIDE.contains(&word));
    words(&left) && words(&right)
}

/// "Berlin & online", "online and in Berlin".
fn is_joined(small: &[char], found: &Match) -> bool {
    let left: String = small.iter().take(found.start).collect();
    let mut left = left.trim_end();
    for word in ["live", "also"] {
        left = left.strip_suffix(word).map_or(left, str::trim_end);
    }
    left = left.strip_suffix('(').map_or(left, str::trim_end);
    let right: String = small.iter().skip(found.end).collect();
    let right = right.strip_prefix(')').unwrap_or(&right).trim_start();
    let last_word = left.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let first_word = right.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    left.ends_with(['&', '+', '/', ';'])
        || right.starts_with(['&', '+', '/', ';'])
        || AND.contains(&last_word)
        || (AND.contains(&first_word) && first_word != "or")
}

/// Whether anything is left that could be the name of a place.
fn names_something(rest: &str) -> bool {
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| {
        let is_small = BESIDE.contains(&word.as_str()) || matches!(word.as_str(), "also" | "the" | "edition");
        word.chars().nth(1).is_some() && !is_small
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use LocatedMode::{Mixed, Offline, Online};

    #[test]
    fn each_wording_has_its_mode() {
        let cases = [
            ("Berlin, Germany", Offline),
            ("Online", Online),
            ("Virtual (Dallas, TX, US)", Online),
            ("Online event", Online),
            ("via Zoom", Online),
            ("Zoom", Online),
            ("Livestream on YouTube", Online),
            ("Anywhere", Online),
            ("Онлайн", Online),
            ("オンライン開催", Online),
            ("En ligne", Online),
            ("Hybrid (Leipzig)", Mixed),
            ("Amsterdam & Online", Mixed),
            ("Oslo + virtual", Mixed),
            ("Online and Vienna", Mixed),
            ("Online / In person, Paris", Mixed),
            ("Online and live", Online),
            ("Discord HQ, San Francisco", Offline),
            ("Internet Archive, San Francisco", Offline),
            ("YouTube Space, Berlin", Offline),
        ];
        for (text, mode) in cases {
            assert_eq!(read(text).0, mode, "{text}");
        }
    }

    #[test]
    fn a_house_may_be_none() {
        for name in [
            "Virtual",
            "Virtual (Zoom)",
            "Zoom Telephonic",
            "Zoom",
            "Video Conference",
            "Videoconference",
            "Telephone conference",
            "BigBlueButton",
            "Your Device",
            "ONLINE - Lake Conf",
            "Online via Microsoft Teams",
        ] {
            assert!(is_online_house(name), "{name}");
        }
        for name in [
            "Virtual Reality Centre",
            "Zoom Erlebniswelt",
            "Online Arena",
            "Discord - the club",
            "City Hall",
            "Teams Hall",
        ] {
            assert!(!is_online_house(name), "{name}");
        }
        assert_eq!(read("Lake Civic Centre/Video Conference").0, Mixed);
        assert_eq!(read("Video Conference Room, City Hall").0, Offline);
    }

    #[test]
    fn the_words_come_out_of_the_text() {
        assert_eq!(read("Online (Oslo)").1, " ,  (Oslo)");
        assert_eq!(read("Onlineville").1, "Onlineville");
        for (text, rest) in [
            ("Berlin & online", "Berlin"),
            ("Hybrid (Leipzig)", "Leipzig"),
            ("Old Mill (hybrid), Oslo", "Old Mill, Oslo"),
            ("Oslo, Norway and Online", "Oslo, Norway"),
            ("Charlotte (NC) / Virtual, United States", "Charlotte (NC), United States"),
            ("Online", ""),
            ("Old Mill & Sons", "Old Mill & Sons"),
        ] {
            assert_eq!(without_online(text), rest, "{text}");
        }
    }
}
