//! Tables: which column says what, by its heading in one of several languages, and their rows.

use super::context::Context;
use super::dates::Dates;
use super::inline::Inline;
use super::note;
use hobnob_domain::text::folded;
use serde_json::{Map, Value};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Date,
    End,
    Time,
    Place,
    City,
    Country,
    Deadline,
    DeadlinePage,
    Page,
    Topics,
    Mode,
    Price,
    Organizer,
    Description,
    /// A row is a session of one event.
    Session,
    Other,
}

/// What columns are called, folded.
const HEADINGS: [(Column, &str); 16] = [
    (
        Column::Name,
        "name|event|event name|conference|conference name|conf|meetup|title|summit|hackathon|veranstaltung|konferenz|titel|\
         nom|evenement|titre|nombre|evento|conferencia|titulo|nome|congres|convegno|naam|conferentie|evenementen|nazwa|\
         wydarzenie|konferencja|イベント|イベント名|名称|勉強会|会议|活动|会議|행사|행사명|이벤트",
    ),
    (
        Column::Date,
        "date|dates|date s|when|day|days|event date|event dates|conference date|conference dates|start|start date|starts|\
         date time|date times|date and time|dates and times|datetime|\
         datum|daten|termin|wann|beginn|quand|debut|fecha|fechas|cuando|inicio|data|datas|quando|wanneer|kiedy|poczatek|\
         日付|日時|日程|開催日|日期|时间|일시|날짜|일정|일자",
    ),
    (Column::End, "end|end date|ends|until|ende|bis|fin|fecha fin|fim|fine|einde|koniec|終了日"),
    (Column::Time, "time|start time|uhrzeit|zeit|heure|horaire|hora|horario|ora|orario|tijd|godzina|時間"),
    (
        Column::Place,
        "location|place|where|venue|ort|wo|lieu|ou|lugar|donde|ubicacion|sede|local|onde|luogo|dove|locatie|plaats|waar|\
         miejsce|gdzie|場所|会場|地点|장소|위치",
    ),
    (Column::City, "city|town|stadt|ville|ciudad|cidade|citta|stad|miasto|都市|城市"),
    (Column::Country, "country|land|pays|pais|paese|kraj|国|国家"),
    (
        Column::Deadline,
        "cfp|cfp deadline|cfp ends|cfp end|cfp end date|cfp closes|cfp close|cfp until|cfp date|cfp due|deadline|deadlines|\
         submission|submission deadline|paper deadline|abstract deadline|call for papers|call for proposals|\
         call for speakers|speaker deadline|einreichung|einreichungsfrist|frist|date limite|fecha limite|prazo|scadenza|termin cfp|\
         締切",
    ),
    (Column::DeadlinePage, "cfp link|cfp url|cfp page|cfp website|apply|submit"),
    (
        Column::Page,
        "link|links|url|website|web|site|web site|homepage|page|webseite|webpage|lien|enlace|sitio|sitio web|registration|\
         register|strona|リンク|网址|more info|info|링크|홈페이지",
    ),
    (
        Column::Topics,
        "topic|topics|tag|tags|category|track|theme|technology|tech|thema|themen|tema|temas|sujet|focus|분류|태그",
    ),
    (Column::Mode, "format|type|mode|attendance|online|virtual|remote"),
    (Column::Price, "price|cost|fee|ticket price|preis|prix|precio|preco|prezzo|prijs|cena|참가비"),
    (
        Column::Organizer,
        "organizer|organizers|organiser|organisers|organized by|organised by|host|hosted by|veranstalter|organisateur|\
         organisateurs|organizador|organizadores|organizzatore|organisator|organizator|主催|주최|주관",
    ),
    (
        Column::Session,
        "speaker|speakers|presenter|presenters|session|talk|room|raum|saal|sprecher|referent|vortragende|intervenant|\
         orateur|salle|ponente|sala|orador|palestrante|relatore|spreker|prelegent|登壇者|発表者",
    ),
    (
        Column::Description,
        "description|about|notes|details|summary|beschreibung|descripcion|descricao|descrizione|opis",
    ),
];

pub(super) fn column(heading: &str) -> Column {
    let words = folded(heading);
    let name =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Folding takes Korean letters apart.
    let written = heading.trim();
    let is_called = |known: &str| known == name || known == written;
    let known = HEADINGS.iter().find(|(_, names)| names.split('|').any(is_called));
    known.map_or(Column::Other, |(column, _)| *column)
}

/// A table of events.
pub(super) struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// A table by what its columns are called. One of anything but events is none.
    pub(super) fn of(heads: &[Inline], context: &Context, dates: &Dates) -> Option<Self> {
        let mut columns: Vec<Column> = heads.iter().map(|cell| column(&cell.whole())).collect();
        // One column is the first to say it.
        let mut seen = Vec::new();
        for column in &mut columns {
            if seen.contains(column) {
                *column = Column::Other;
            }
            seen.push(*column);
        }
        // What the first column is called is often what the list is of.
        if !columns.contains(&Column::Name)
            && let Some(first) = columns.first_mut().filter(|first| **first == Column::Other)
        {
            *first = Column::Name;
        }
        // Times with speakers and rooms are the agenda of one event.
        let is_agenda = columns.contains(&Column::Session) && columns.contains(&Column::Time);
        let has_both = columns.contains(&Column::Name) && columns.contains(&Column::Date);
        // Releases have names and dates, but no place.
        let has_place = [Column::Place, Column::City, Column::Country, Column::Deadline];
        let is_placed = has_place.iter().any(|column| columns.contains(column));
        // The dates of one conference stand in tables too.
        let is_clear = !dates.is_strict() || (is_placed && context.is_about_events());
        let is_of_events = has_both && !is_agenda && is_clear && (is_placed || context.is_about_events());
        is_of_events.then_some(Self { columns })
    }

    /// A row that has a name and a day.
    pub(super) fn row(&self, cells: &[Inline], context: &Context, dates: &Dates) -> Option<Map<String, Value>> {
        let mut row = Map::new();
        // Read once it is known when the event is.
        let mut deadline = None;
        let cells: Vec<(Column, &Inline)> = self.columns.iter().copied().zip(cells).collect();
        // The page of the event is the one behind its name, unless a column is for it.
        for wanted in [Column::Page, Column::Name] {
            let link = cells.iter().find(|(column, _)| *column == wanted).and_then(|(_, cell)| cell.first_link());
            note(&mut row, "url", link.map(|(_, address)| address.as_str()).unwrap_or_default());
        }
        let name = cells.iter().find(|(column, _)| *column == Column::Name).map(|(_, cell)| cell.whole());
        let dates = &dates.of(&name.unwrap_or_default());
        for (column, cell) in &cells {
            let text = cell.whole();
            match column {
                // What stands on lines below is no part of it.
                Column::Name if dates.is_strict() => note(&mut row, "name", text.split(" | ").next().unwrap_or(&text)),
                Column::Name => note(&mut row, "name", &text),
                Column::Date => self.dates(&mut row, &text, context, dates),
                Column::End => {
                    let end = dates.read(&text, context).map(|(start, ..)| start);
                    note(&mut row, "end", &end.unwrap_or_default());
                }
                Column::Time => note(&mut row, "starttime", &text),
                Column::Place => note(&mut row, "location", &with_codes(&text)),
                Column::City => note(&mut row, "city", &with_codes(&text)),
                Column::Country => note(&mut row, "country", &with_codes(&text)),
                Column::Deadline => {
                    deadline = Some(text);
                    note(
                        &mut row,
                        "cfplink",
                        cell.first_link().map(|(_, address)| address.as_str()).unwrap_or_default(),
                    );
                }
                Column::DeadlinePage => {
                    note(
                        &mut row,
                        "cfplink",
                        cell.first_link().map(|(_, address)| address.as_str()).unwrap_or_default(),
                    );
                }
                Column::Topics => {
                    let topics = text.split([',', ';', '/']).map(|topic| Value::String(topic.trim().to_owned()));
                    row.insert("topics".to_owned(), topics.collect());
                }
                Column::Mode => note(&mut row, "format", &text),
                Column::Price => note(&mut row, "price", &text),
                Column::Organizer => note(&mut row, "organizer", &text),
                Column::Description => note(&mut row, "description", &text),
                Column::Page | Column::Session | Column::Other => {}
            }
        }
        let closes = deadline.and_then(|text| dates.deadline(&text, row.get("start").and_then(Value::as_str)));
        note(&mut row, "cfpdeadline", &closes.unwrap_or_default());
        (row.contains_key("name") && row.contains_key("start")).then_some(row)
    }

    /// Start and end; a text with a year that is no day stays as it is, to be told of.
    fn dates(&self, row: &mut Map<String, Value>, text: &str, context: &Context, dates: &Dates) {
        match dates.read(text, context) {
            Some((start, end, zone)) => {
                note(row, "start", &start);
                if !self.columns.contains(&Column::End) {
                    note(row, "end", &end.unwrap_or_default());
                }
                note(row, "timezone", &zone.unwrap_or_default());
            }
            None if text.contains('/') => note(row, "start", text),
            None => {}
        }
    }
}

/// Flags as the codes of their countries: 🇩🇪 is DE. One before a town stands behind it, as people write it.
pub(super) fn with_codes(text: &str) -> String {
    let coded = flags_as_codes(text);
    let is_flagged = text.trim_start().starts_with(|c: char| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c));
    match coded.split_once(' ').filter(|_| is_flagged) {
        Some((code, town)) if matches!(town.trim().to_ascii_lowercase().as_str(), "tba" | "tbd") => code.to_owned(),
        Some((code, town)) if town.starts_with(char::is_alphabetic) => format!("{}, {code}", town.trim()),
        _ => coded,
    }
}

fn flags_as_codes(text: &str) -> String {
    let letter =
        |c: char| u32::from(c).checked_sub(0x1f1e6).filter(|at| *at < 26).and_then(|at| char::from_u32(at + 65));
    let mut out = String::with_capacity(text.len());
    let mut is_flag = false;
    for c in text.chars() {
        match letter(c) {
            Some(letter) => {
                if !is_flag && !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                out.push(letter);
                is_flag = true;
            }
            None => {
                is_flag = false;
                out.push(c);
            }
        }
    }
    out.trim().to_owned()
}
