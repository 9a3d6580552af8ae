//! Lists whose fields and columns are called as single programs, offices and people call them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;
mod told;

use hobnob_domain::Format;
use told::{read, when};

const ADDRESS: &str = "https://club.example/api/list";

#[test]
fn a_column_may_be_of_dates_and_times() {
    for heading in ["Date/Time", "Date & Time", "Date and Time", "DateTime", "Dates and times"] {
        let table = format!(
            "# Meetups\n\n| Event | {heading} | Location |\n|---|---|---|\n\
             | [Go Night](https://club.example/1) | 12 May 2027 19:00 | Old Mill, Linz |\n\
             | [Zig Days](https://club.example/2) | 1 June 2027 | Barn, Wels |\n"
        );
        let extraction = read("https://club.example/list.md", Format::Markdown, &table);
        assert_eq!(when(&extraction), ["Go Night | 2027-05-12T19:00", "Zig Days | 2027-06-01"], "{heading}");
    }
}
