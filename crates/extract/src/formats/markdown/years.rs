//! The year of days for which no heading names one: that of the address or the title, else one for all the months of the
//! text. Were each day in the year nearest to it, a list of twelve months would be scattered over three years.

use super::context::{Context, month_in, years_in};
use super::dates::{lone_year, years_around};
use super::document::{Block, HeadingLevel};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use url::Url;

/// A step of so many months against the order of the list leads into another year; a smaller one is a slip.
const WRAP_MONTHS: u32 = 6;

/// So many names with a year in them are no accident, if they are a tenth of all.
const NAMED_MIN: usize = 3;

/// How far from the day of reading the first month of a text may be, in years.
const YEARS_MAX: i32 = 10;

/// The years of a text and of its months.
#[derive(Debug, Default)]
pub(super) struct Years {
    /// The one that the address or the title names.
    pub(super) stated: Option<i32>,
    /// Those of the headings that name a month while no heading names a year, by the number of the block.
    months: BTreeMap<usize, i32>,
}

/// A heading that names a month.
struct Named {
    /// The number of the block.
    at: usize,
    month: u32,
    /// How many entries, rows and lines stand below it.
    rows: usize,
    /// The years that are named in them.
    years: Vec<i32>,
}

/// A month, and by how many years it is behind the first of its run.
type Counted<'a> = (&'a Named, i32);

impl Years {
    /// Those of a text of that address that was read that day.
    pub(super) fn of(url: &Url, blocks: &[Block], read_on: NaiveDate) -> Self {
        let known = years_around(read_on);
        let stated = of_address(url, &known).or_else(|| of_title(blocks, &known));
        let runs = runs(blocks, &known);
        let counted: Vec<Counted<'_>> = runs.iter().flat_map(|run| counted(run)).collect();
        let first = stated.or_else(|| told(&counted)).or_else(|| nearest(&counted, read_on));
        let mut months = BTreeMap::new();
        if let Some(first) = first {
            months.extend(counted.iter().map(|(named, behind)| (named.at, first + *behind)));
        }
        Self { stated, months }
    }

    /// The year of the month that the heading of that number names.
    pub(super) fn of_month(&self, at: usize) -> Option<i32> {
        self.months.get(&at).copied()
    }
}

/// The only year in a part of an address, the name of the file first: `…/archive/2025.md`, `…/2025/README.md`.
fn of_address(url: &Url, known: &RangeInclusive<i32>) -> Option<i32> {
    // Whose it is and what it is called is no date: owner, repository and branch of a forge.
    let names = match url.host_str() {
        Some("raw.githubusercontent.com") => 3,
        Some("github.com" | "gitlab.com" | "codeberg.org") => 2,
        _ => 0,
    };
    let path = url.path().replace("%20", " ");
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').skip(names).collect();
    parts.iter().rev().find_map(|part| lone_year(part, known))
}

/// The year of the title, where no heading names another. A heading that is nothing but a year begins a part.
fn of_title(blocks: &[Block], known: &RangeInclusive<i32>) -> Option<i32> {
    let mut headings = blocks.iter().filter_map(|block| match block {
        Block::Heading(level, text, address) => Some((*level, text.as_str(), address.is_none())),
        _ => None,
    });
    let (level, title, is_plain) = headings.next()?;
    let is_title = level == HeadingLevel::H1 && is_plain && title.contains(char::is_alphabetic);
    let year = lone_year(title, known).filter(|_| is_title)?;
    let others: BTreeSet<i32> = headings.flat_map(|(_, text, _)| years_in(text)).collect();
    others.iter().all(|other| *other == year).then_some(year)
}

/// The months that headings of one level name, one after the other, as long as no higher heading parts them. Those below
/// a year need no other, and those that are over get none.
fn runs(blocks: &[Block], known: &RangeInclusive<i32>) -> Vec<Vec<Named>> {
    let mut context = Context::default();
    let mut runs: Vec<Vec<Named>> = Vec::new();
    // Which run is open at a level, and to which of them the rows belong.
    let mut open: BTreeMap<HeadingLevel, usize> = BTreeMap::new();
    let mut current: Option<(HeadingLevel, usize)> = None;
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(level, text, _) => {
                context.heading(*level, text);
                open.retain(|above, _| *above <= *level);
                let month = month_in(text).filter(|_| context.year().is_none() && !context.is_past());
                let Some(month) = month else {
                    current = current.filter(|(above, _)| *above < *level);
                    continue;
                };
                let number = open.get(level).copied().unwrap_or(runs.len());
                if number == runs.len() {
                    runs.push(Vec::new());
                }
                if let Some(run) = runs.get_mut(number) {
                    run.push(Named { at, month, rows: 0, years: Vec::new() });
                }
                open.insert(*level, number);
                current = Some((*level, number));
            }
            Block::Entry(_, inline) | Block::Line(inline) => {
                below(&mut runs, current, &inline.whole(), known);
            }
            Block::Table(_, rows) => {
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| cell.whole()).collect();
                    below(&mut runs, current, &cells.join(" "), known);
                }
            }
            Block::Card(_) => {}
        }
    }
    runs
}

/// Notes what stands below the last month.
fn below(runs: &mut [Vec<Named>], current: Option<(HeadingLevel, usize)>, text: &str, known: &RangeInclusive<i32>) {
    let Some((_, number)) = current else { return };
    if let Some(named) = runs.get_mut(number).and_then(|run| run.last_mut()) {
        named.rows += 1;
        named.years.extend(lone_year(text, known));
    }
}

/// The months of a run, the latest first or last as most of their steps say.
fn counted(run: &[Named]) -> Vec<Counted<'_>> {
    let months: Vec<u32> = run.iter().map(|named| named.month).collect();
    let steps: Vec<(u32, u32)> = months.iter().copied().zip(months.iter().copied().skip(1)).collect();
    let forwards = steps.iter().filter(|(one, next)| one < next && *next < *one + WRAP_MONTHS).count();
    let backwards = steps.iter().filter(|(one, next)| next < one && *one < *next + WRAP_MONTHS).count();
    let is_forward = forwards >= backwards;
    let mut behind = 0;
    let mut before: Option<u32> = None;
    let mut counted = Vec::with_capacity(run.len());
    for named in run {
        let last = before.replace(named.month).unwrap_or(named.month);
        if is_forward && last >= named.month + WRAP_MONTHS {
            behind += 1;
        } else if !is_forward && named.month >= last + WRAP_MONTHS {
            behind -= 1;
        }
        counted.push((named, behind));
    }
    counted
}

/// The year of the first month by those that are named below the months, where most of them agree and they are no few
/// names among many: `Ignite 2024`.
fn told(months: &[Counted<'_>]) -> Option<i32> {
    let rows: usize = months.iter().map(|(named, _)| named.rows).sum();
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for (named, behind) in months {
        for year in &named.years {
            *counts.entry(*year - *behind).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let (year, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let are_many = count * 2 > rows || (count >= NAMED_MIN && count * 10 >= rows);
    (are_many && count * 2 > all).then_some(year)
}

/// The year of the first month that puts the list around the day of reading, or next to it.
fn nearest(months: &[Counted<'_>], read_on: NaiveDate) -> Option<i32> {
    let around = read_on.year();
    let days = |from: NaiveDate, to: NaiveDate| to.signed_duration_since(from).num_days();
    let distance = |first: i32| {
        let filled = months.iter().filter(|(named, _)| named.rows > 0);
        let begins = filled.filter_map(|(named, behind)| NaiveDate::from_ymd_opt(first + *behind, named.month, 1));
        let begins: Vec<NaiveDate> = begins.collect();
        let start = *begins.iter().min()?;
        let end = begins.iter().max()?.checked_add_months(Months::new(1))?;
        let apart = days(read_on, start).max(days(end, read_on)).max(0);
        Some((apart, days(read_on, end).abs(), first))
    };
    (around - YEARS_MAX..=around + YEARS_MAX).filter_map(distance).min().map(|(_, _, first)| first)
}

#[cfg(test)]
mod tests {
    use super::super::dates::Dates;
    use super::super::document::blocks;
    use super::super::rows::rows_of;
    use hobnob_domain::Page;
    use serde_json::Value;
    use url::Url;

    /// The days that are read of a text at that address.
    fn days(path: &str, read_on: &str, text: &str) -> Vec<String> {
        let page = Page {
            url: Url::parse("https://lists.example.org/events/").unwrap().join(path).unwrap(),
            media_type: None,
            body: Vec::new(),
            fetched_at: format!("{read_on}T12:00:00Z").parse().unwrap(),
        };
        let rows = rows_of(&blocks(text), &page, Dates::on);
        rows.iter().filter_map(|row| row.get("start").and_then(Value::as_str).map(str::to_owned)).collect()
    }

    /// A list below headings of months. One of its names is about another year.
    fn list(months: &[&str]) -> String {
        let of_month = |(at, month): (usize, &&str)| {
            let about = if at == 0 { "Locks 2024" } else { "Locks" };
            format!(
                "### {month}\n\n- 07: [Noite das Comportas](https://weir.example.org/) - _Recife/PE_\n\
                 - 08: [O que veio na {about}](https://locks.example.org/) - _Recife/PE_\n\
                 - 09, 10 e 11: [Roda de Barcos](https://boat.example.org/) - _Recife/PE_\n\n"
            )
        };
        months.iter().enumerate().map(of_month).collect()
    }

    fn of_months(path: &str, read_on: &str, months: &[&str]) -> Vec<String> {
        let days = days(path, read_on, &list(months));
        assert_eq!(days.len(), months.len() * 3, "{days:?}");
        let mut months: Vec<String> = days.iter().filter_map(|day| day.get(..7)).map(str::to_owned).collect();
        months.dedup();
        months
    }

    #[test]
    fn the_address_or_the_title_names_the_year() {
        let months = ["Janeiro", "Maio", "Dezembro"];
        let in_2025 = ["2025-01", "2025-05", "2025-12"];
        for path in ["arquivo/2025.md", "2025/README.md", "2023/eventos-2025.md", "agenda%202025.md"] {
            assert_eq!(of_months(path, "2026-11-28", &months), in_2025, "{path}");
        }
        let entry = "- 07: [Noite das Comportas](https://weir.example.org/)\n";
        let told = |title: &str| days("README.md", "2026-08-28", &format!("# {title}\n\n# Maio\n\n{entry}{entry}"));
        assert_eq!(told("Eventos de 2024"), ["2024-05-07", "2024-05-07"]);
        assert_eq!(told("Eventos"), ["2026-05-07", "2026-05-07"]);
    }

    #[test]
    fn what_a_forge_calls_a_repository_is_no_year_and_an_events_own_year_counts_most() {
        let entries = "# Conferences\n\n- 14 March - [Locks](https://locks.example.org/) - Linz, Austria\n\
                       - 20 March - [Boats 2027](https://boat.example.org/) - Wels, Austria\n";
        let of = |url: &str| days(url, "2026-11-28", entries);
        assert_eq!(of("https://github.com/rust2021/boats-2020/blob/main/README.md"), ["2027-03-14", "2027-03-20"]);
        assert_eq!(of("https://raw.githubusercontent.com/a-2020/b/main/x.md"), ["2027-03-14", "2027-03-20"]);
        assert_eq!(of("archive/2025.md"), ["2025-03-14", "2027-03-20"]);
    }

    #[test]
    fn months_in_a_row_are_of_one_year() {
        let year = ["Janeiro", "Fevereiro", "Abril", "Junho", "Agosto", "Outubro", "Dezembro"];
        let in_2026 = ["2026-01", "2026-02", "2026-04", "2026-06", "2026-08", "2026-10", "2026-12"];
        for read_on in ["2026-02-10", "2026-11-28", "2027-01-20"] {
            let told = of_months("README.md", read_on, &year);
            let wanted: Vec<String> = match read_on {
                "2027-01-20" => in_2026.iter().map(|month| month.replace("2026", "2027")).collect(),
                _ => in_2026.iter().map(|month| (*month).to_owned()).collect(),
            };
            assert_eq!(told, wanted, "{read_on}");
        }
        assert_eq!(
            of_months("README.md", "2026-11-28", &["Outubro", "Novembro", "Janeiro", "Fevereiro"]),
            ["2026-10", "2026-11", "2027-01", "2027-02"]
        );
        assert_eq!(
            of_months("README.md", "2026-11-28", &["Fevereiro", "Janeiro", "Dezembro", "Novembro"]),
            ["2027-02", "2027-01", "2026-12", "2026-11"]
        );
        assert_eq!(
            of_months("2025.md", "2026-11-28", &["Dezembro", "Maio", "Abril", "Janeiro"]),
            ["2025-12", "2025-05", "2025-04", "2025-01"]
        );
    }

    #[test]
    fn years_in_most_names_tell_that_of_the_months() {
        let named = |year: &str| format!("- 07: [Lake Conf {year}](https://lake.example.org/)\n");
        let text = format!("# Events\n\n## May\n\n{}{}## June\n\n{}", named("2024"), named("2024"), named("2023"));
        assert_eq!(days("README.md", "2026-11-28", &text), ["2024-05-07", "2024-05-07", "2024-06-07"]);
    }
}
