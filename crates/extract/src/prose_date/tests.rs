use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hints(locale: &str) -> Hints {
    Hints { locale: locale.parse().ok(), ..Hints::on(day("2026-02-01")) }
}

/// `start`, `start/end`, with the zone behind; `-` where nothing is read.
fn told(locale: &str, text: &str) -> String {
    let Some(Span { start, end, zone }) = read(text, &hints(locale)) else { return "-".to_owned() };
    let end = end.map(|end| format!("/{end}")).unwrap_or_default();
    let zone = zone.map(|zone| format!(" {zone}")).unwrap_or_default();
    format!("{start}{end}{zone}")
}

fn check(locale: &str, cases: &[(&str, &str)]) {
    let differing: Vec<String> = cases
        .iter()
        .filter(|(text, meant)| told(locale, text) != *meant)
        .map(|(text, meant)| format!("{text}: {} and not {meant}", told(locale, text)))
        .collect();
    assert_eq!(differing, Vec::<String>::new());
}

#[test]
fn english_is_read() {
    check(
        "en",
        &[
            ("Mon, March 3rd, 6:30pm – 9 p.m.", "2025-03-03T18:30/2025-03-03T21:00"),
            ("Tuesday, March 3, 2026 at 6:30 PM CET", "2026-03-03T18:30 CET"),
            ("March 3-5, 2026", "2026-03-03/2026-03-05"),
            ("March 30 – April 2, 2026", "2026-03-30/2026-04-02"),
            ("Dec 30, 2026 – Jan 2, 2027", "2026-12-30/2027-01-02"),
            ("December 30 to January 2, 2027", "2026-12-30/2027-01-02"),
            ("3 – 5 March", "2026-03-03/2026-03-05"),
            ("5, 6 and 7 March 2026", "2026-03-05/2026-03-07"),
            ("the 5th of March 2026, noon", "2026-03-05T12:00"),
            ("Thursday 5 March, 6–9pm", "2026-03-05T18:00/2026-03-05T21:00"),
            ("Mar 5, 11am-1pm ET", "2026-03-05T11:00/2026-03-05T13:00 ET"),
            ("Mar 5, 11-1pm", "2026-03-05T11:00/2026-03-05T13:00"),
            ("Mar. 5 @ 7:00 pm - 9:00 pm", "2026-03-05T19:00/2026-03-05T21:00"),
            ("Mar 5, 2026, 10:00 p.m. to 2:00 a.m.", "2026-03-05T22:00/2026-03-06T02:00"),
            ("7 o'clock, March 5", "2026-03-05T07:00"),
            ("March 5 at 7", "2026-03-05T07:00"),
            ("March 3, 6pm – March 4, 2am", "2026-03-03T18:00/2026-03-04T02:00"),
            ("3/4/2026 7pm", "2026-03-04T19:00"),
            ("13/4/26", "2026-04-13"),
            ("05-Mar-2026 18:30 UTC+2", "2026-03-05T18:30 UTC+2"),
            ("March 5 '27", "2027-03-05"),
            ("March, 22", "2026-03-22"),
            ("March, 22, 2027 at 6:30 PM", "2027-03-22T18:30"),
            ("In March, 22 people came", "-"),
            ("doors open 18:30 on 5 March 2026", "2026-03-05T18:30"),
            ("You may have 3 out of 5 tickets, 24/7", "-"),
            ("Version 2.3 of 2026", "-"),
            ("March 2026", "-"),
        ],
    );
    check("en-GB", &[("3/4/2026", "2026-04-03"), ("Weds", "-"), ("Fri 3/4", "2026-04-03")]);
}

#[test]
fn iso_8601_is_read_anywhere() {
    check(
        "",
        &[
            ("2026-03-05", "2026-03-05"),
            ("on 2026-03-05T19:00:30+01:00.", "2026-03-05T19:00:30+01:00"),
            ("2026-03-05T19:00-0700", "2026-03-05T19:00-07:00"),
            ("20260305T190000Z", "2026-03-05T19:00Z"),
            ("2026-03-05 19:00–21:00 Europe/Berlin", "2026-03-05T19:00/2026-03-05T21:00 Europe/Berlin"),
            ("2026/3/5 19:00:00.000", "2026-03-05T19:00"),
            ("2026-13-45", "-"),
            ("3/4/2026", "-"),
            ("4/4/2026", "2026-04-04"),
        ],
    );
}

#[test]
fn german_is_read() {
    check(
        "de",
        &[
            ("Do., 5.3.2026, 19 Uhr", "2026-03-05T19:00"),
            ("5.–7. März 2026", "2026-03-05/2026-03-07"),
            ("11. - 13.08.2026", "2026-08-11/2026-08-13"),
            ("7./8.3.2026, 19 Uhr", "2026-03-07T19:00/2026-03-08"),
            ("vom 5. bis 7. März 2026", "2026-03-05/2026-03-07"),
            ("28. Februar – 2. März 2026", "2026-02-28/2026-03-02"),
            ("Donnerstag, 5. März, 18:30 – 21 Uhr", "2026-03-05T18:30/2026-03-05T21:00"),
            ("Donnerstag, den 5. März um 19.30 Uhr MEZ", "2026-03-05T19:30 MEZ"),
            ("05.03.26 von 18 bis 20 Uhr", "2026-03-05T18:00/2026-03-05T20:00"),
            ("Mo 5.3. 19:00", "2026-03-05T19:00"),
            ("5. Mrz. 2026, 7 Uhr abends", "2026-03-05T19:00"),
            ("Sa/So, 7./8. März 2026", "2026-03-07/2026-03-08"),
            ("am 5. März um 19 Uhr 30", "2026-03-05T19:30"),
            ("19:00 am 5. März", "2026-03-05T19:00"),
            ("5. Jänner", "2026-01-05"),
        ],
    );
}

#[test]
fn french_is_read() {
    check(
        "fr",
        &[
            ("du 3 au 5 mars", "2026-03-03/2026-03-05"),
            ("Jeudi 5 mars 2026 à 10h30", "2026-03-05T10:30"),
            ("le 1er août 2026 de 18h à 20h", "2026-08-01T18:00/2026-08-01T20:00"),
            ("du 30 mars au 2 avril 2026", "2026-03-30/2026-04-02"),
            ("jeu. 5 févr. 2026, midi", "2026-02-05T12:00"),
            ("5 mars 2026 à 7 heures du soir", "2026-03-05T19:00"),
            ("3/4/2026 - 19 h 30", "2026-04-03T19:30"),
        ],
    );
}

#[test]
fn spanish_and_portuguese_are_read() {
    check(
        "es",
        &[
            ("3 de marzo", "2026-03-03"),
            ("jueves 5 de marzo de 2026 a las 19:00 h", "2026-03-05T19:00"),
            ("del 3 al 5 de marzo del 2026", "2026-03-03/2026-03-05"),
            ("mar 3 de marzo, 7 de la tarde", "2026-03-03T19:00"),
            ("5 de ago. de 2026 de 18:00 a 20:00", "2026-08-05T18:00/2026-08-05T20:00"),
            ("sábado, 7 de marzo, mediodía", "2026-03-07T12:00"),
        ],
    );
    check(
        "pt",
        &[
            ("5 de março de 2026 às 19h", "2026-03-05T19:00"),
            ("de 3 a 5 de março", "2026-03-03/2026-03-05"),
            ("quinta-feira, 5 de março, das 18h30 às 20h", "2026-03-05T18:30/2026-03-05T20:00"),
            ("12 de out de 2026, meio-dia", "2026-10-12T12:00"),
            ("05/03/2026 19:30", "2026-03-05T19:30"),
        ],
    );
}

#[test]
fn dutch_italian_and_polish_are_read() {
    check(
        "nl",
        &[
            ("donderdag 5 maart 2026 om 19.30 uur", "2026-03-05T19:30"),
            ("van 3 tot 5 maart", "2026-03-03/2026-03-05"),
            ("3 t/m 5 mrt 2026", "2026-03-03/2026-03-05"),
            ("5 maart, 18:00 tot 20:00 uur", "2026-03-05T18:00/2026-03-05T20:00"),
        ],
    );
    check(
        "it",
        &[
            ("giovedì 5 marzo 2026 ore 19", "2026-03-05T19:00"),
            ("dal 3 al 5 marzo", "2026-03-03/2026-03-05"),
            ("5 set 2026 dalle 18.30 alle 20", "2026-09-05T18:30/2026-09-05T20:00"),
            ("1º maggio, mezzogiorno", "2026-05-01T12:00"),
        ],
    );
    check(
        "pl",
        &[
            ("czwartek, 5 marca 2026 r., godz. 18:00", "2026-03-05T18:00"),
            ("od 5 do 7 września 2026", "2026-09-05/2026-09-07"),
            ("12 paź 2026, 18:00-20:00", "2026-10-12T18:00/2026-10-12T20:00"),
            ("5 października 2026 o godzinie 19", "2026-10-05T19:00"),
        ],
    );
}

#[test]
fn japanese_is_read() {
    check(
        "ja",
        &[
            ("2026年3月5日 19:00", "2026-03-05T19:00"),
            ("2026年3月5日(木) 19:00〜21:00", "2026-03-05T19:00/2026-03-05T21:00"),
            ("3月5日（木・祝）午後7時半", "2026-03-05T19:30"),
            ("令和8年3月5日 19時30分から21時", "2026-03-05T19:30/2026-03-05T21:00"),
            ("2026년 3월 5일(목) 오후 7시 30분", "2026-03-05T19:30"),
            ("2026. 03. 05(목) 19:00 ~ 21:00", "2026-03-05T19:00/2026-03-05T21:00"),
            ("２０２６年３月５日～７日", "2026-03-05/2026-03-07"),
            ("日時：2026/03/05(木) 19:00 ～ 21:00 JST", "2026-03-05T19:00/2026-03-05T21:00 JST"),
        ],
    );
}

#[test]
fn a_missing_year_is_the_nearest_the_next_or_the_last() {
    let at = |rule, text| {
        let hints = Hints { year: rule, ..Hints::on(day("2026-11-20")) };
        read(text, &hints).map(|span| span.start.to_string()).unwrap()
    };
    assert_eq!(at(YearRule::Nearest, "5 January"), "2027-01-05");
    assert_eq!(at(YearRule::Nearest, "5 October"), "2026-10-05");
    assert_eq!(at(YearRule::Next, "5 October"), "2027-10-05");
    assert_eq!(at(YearRule::Next, "20 November"), "2026-11-20");
    assert_eq!(at(YearRule::Previous, "25 November"), "2025-11-25");
    assert_eq!(at(YearRule::Fixed(2024), "29 February"), "2024-02-29");
    assert_eq!(at(YearRule::Nearest, "Thursday 30 April"), "2026-04-30");
    assert_eq!(at(YearRule::Nearest, "Friday 30 April"), "2027-04-30");
}

#[test]
fn a_time_alone_is_read_on_the_day_that_is_known() {
    let hints = Hints { day: Some(day("2026-03-05")), ..Hints::on(day("2026-02-01")) };
    let told =
        |text| read(text, &hints).map(|Span { start, end, .. }| (start.to_string(), end.map(|end| end.to_string())));
    assert_eq!(told("7–9 pm"), Some(("2026-03-05T19:00".into(), Some("2026-03-05T21:00".into()))));
    assert_eq!(told("Town hall"), None);
}

#[test]
fn patterns_read_what_is_written_in_no_usual_way() {
    let read = |pattern: &str, text: &str| {
        let span = Pattern::parse(pattern).unwrap().read(text, &hints("de"));
        span.map(|span| format!("{}{}", span.start, span.zone.map(|zone| format!(" {zone}")).unwrap_or_default()))
    };
    assert_eq!(read("%y%m%d-%H%M", "Talk 260305-1930").as_deref(), Some("2026-03-05T19:30"));
    assert_eq!(
        read("%A, %d. %B %Y um %H Uhr", "Donnerstag, 5. März 2026 um 19 Uhr").as_deref(),
        Some("2026-03-05T19:00")
    );
    assert_eq!(
        read("%d|%m|%Y %I:%M%p %Z", "05|03|2026 7:30pm Europe/Berlin").as_deref(),
        Some("2026-03-05T19:30 Europe/Berlin")
    );
    assert_eq!(read("%d.%m", "am 5.3").as_deref(), Some("2026-03-05"));
    assert_eq!(read("%d.%m.%Y", "5/3/2026"), None);
    assert_eq!(Pattern::parse("%H:%M").map_err(|error| error.contains("names no day")), Err(true));
    assert_eq!(Pattern::parse("%d %Q %m").map_err(|error| error.contains("`%Q` is unknown")), Err(true));
}

/// How a day and a time are written in each language: parts are `{y}`, `{m}`, `{d}`, `{H}`, `{M}`, `{B}` and `{A}`.
const FORMS: [(&str, &str, &[&str]); 9] = [
    (
        "en",
        "January|February|March|April|May|June|July|August|September|October|November|December",
        &["{B} {d}, {y} at {H}:{M}", "{d} {B} {y}, {H}:{M}", "{m}/{d}/{y} {H}:{M}", "{y}-{m}-{d}T{H}:{M}"],
    ),
    (
        "de",
        "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
        &["{d}. {B} {y}, {H}:{M} Uhr", "{d}.{m}.{y} um {H}.{M} Uhr", "den {d}. {B} {y} ab {H}:{M}"],
    ),
    (
        "fr",
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        &["le {d} {B} {y} à {H}h{M}", "{d}/{m}/{y} {H}:{M}"],
    ),
    (
        "es",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        &["{d} de {B} de {y} a las {H}:{M}", "{d}/{m}/{y}, {H}:{M} h"],
    ),
    (
        "pt",
        "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
        &["{d} de {B} de {y} às {H}h{M}", "{d}/{m}/{y} {H}:{M}"],
    ),
    (
        "nl",
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
        &["{d} {B} {y} om {H}.{M} uur", "{d}-{m}-{y} {H}:{M}"],
    ),
    (
        "it",
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
        &["{d} {B} {y} ore {H}:{M}", "{d}/{m}/{y} alle {H}.{M}"],
    ),
    (
        "pl",
        "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
        &["{d} {B} {y} r., godz. {H}:{M}", "{d}.{m}.{y} o {H}:{M}"],
    ),
    (
        "ja",
        "1|2|3|4|5|6|7|8|9|10|11|12",
        &["{y}年{B}月{d}日 {H}:{M}", "{y}年{m}月{d}日 {H}時{M}分", "{y}/{m}/{d} {H}:{M}"],
    ),
];

proptest! {
    #[test]
    fn what_is_written_in_a_language_is_read_back(
        days in 0_i64..20_000,
        minutes in 0_u32..1_440,
        which in any::<prop::sample::Index>(),
        form in any::<prop::sample::Index>(),
        is_padded in any::<bool>(),
    ) {
        let date = day("1990-01-01") + chrono::TimeDelta::days(days);
        let (locale, months, forms) = which.get(&FORMS);
        let (y, m, d) = { use chrono::Datelike; (date.year(), date.month(), date.day()) };
        let name = months.split('|').nth(usize::try_from(m).unwrap() - 1).unwrap();
        let number = |value: u32| if is_padded { format!("{value:02}") } else { value.to_string() };
        let text = form
            .get(forms)
            .replace("{y}", &y.to_string())
            .replace("{B}", name)
            .replace("{H}", &format!("{:02}", minutes / 60))
            .replace("{M}", &format!("{:02}", minutes % 60));
        // ISO 8601 has two digits always.
        let is_iso = text.contains('T');
        let text = text
            .replace("{m}", &if is_iso { format!("{m:02}") } else { number(m) })
            .replace("{d}", &if is_iso { format!("{d:02}") } else { number(d) });
        let meant = format!("{date}T{:02}:{:02}", minutes / 60, minutes % 60);
        prop_assert_eq!(told(locale, &text), meant, "{}", text);
    }

    #[test]
    fn a_range_of_days_is_read_back(days in 0_i64..10_000, length in 1_i64..27, which in 0_usize..3) {
        use chrono::Datelike;
        let first = day("2010-01-01") + chrono::TimeDelta::days(days);
        let last = first + chrono::TimeDelta::days(length);
        let (locale, names) = [("en", FORMS[0].1), ("de", FORMS[1].1), ("fr", FORMS[2].1)][which];
        let name = |month: u32| names.split('|').nth(usize::try_from(month).unwrap() - 1).unwrap();
        let (f, l) = (name(first.month()), name(last.month()));
        let text = match (locale, first.month() == last.month()) {
            ("en", true) => format!("{f} {}–{}, {}", first.day(), last.day(), last.year()),
            ("en", false) => format!("{f} {} – {l} {}, {}", first.day(), last.day(), last.year()),
            ("de", true) => format!("{}.–{}. {f} {}", first.day(), last.day(), last.year()),
            ("de", false) => format!("vom {}. {f} bis {}. {l} {}", first.day(), last.day(), last.year()),
            (_, true) => format!("du {} au {} {f} {}", first.day(), last.day(), last.year()),
            (_, false) => format!("du {} {f} au {} {l} {}", first.day(), last.day(), last.year()),
        };
        prop_assert_eq!(told(locale, &text), format!("{first}/{last}"), "{}", text);
    }

    #[test]
    fn any_text_can_be_read(text in "([0-9]{1,9}|[:./ ,'–~-]|am|pm|Uhr|h|T|Z|\\+|to|bis|au|March|März|年|月|日|時|午後|UTC|Europe/|[a-zé]{1,6}| ){0,40}") {
        for locale in ["", "en", "de", "ja"] {
            if let Some(span) = read(&text, &hints(locale)) {
                let start = span.start.to_string();
                prop_assert!(span.end.is_none_or(|end| end.to_string() >= start), "{text}");
            }
        }
    }
}
