//! Pages as blocks.

use super::*;

fn told(html: &str) -> Vec<String> {
    let blocks = blocks(&Tree::of(html)).into_iter().map(|block| match block {
        Block::Heading(_, text, address) => format!("# {text} {}", address.unwrap_or_default()),
        Block::Entry(depth, inline) => format!("{depth} {}", inline.whole()),
        Block::Line(inline) => inline.whole(),
        Block::Card(begins) => if begins { "{" } else { "}" }.to_owned(),
        Block::Table(heads, rows) => format!("{} x {}", heads.len(), rows.len()),
    });
    blocks.collect()
}

#[test]
fn entries_have_their_lines_and_lists_their_depth() {
    let html = "<nav><li>x 1</li></nav><ul><li><a href=/a>One</a><p>May 1</p><ul><li>two</ul><li>3</ul>";
    assert_eq!(told(html), ["1 One | May 1 |", "2 two", "1 3"]);
}

#[test]
fn what_has_a_heading_of_its_own_is_a_card() {
    let html = "<div><div><h3><a href=/a>One</a></h3>1 May</div><a href=/b><h3>Two</h3></a></div><p>Three: 4";
    assert_eq!(told(html), ["{", "# One /a", "1 May", "}", "{", "# Two /b", "}", "Three: 4"]);
}

#[test]
fn a_table_has_a_header_or_is_lines() {
    assert_eq!(told("<table><tr><th>a<th>b<tr><td>1<td>2</table>"), ["2 x 1"]);
    assert_eq!(told("<table><tr><td>a: b<td>2</table>"), ["a: b", "2"]);
}

#[test]
fn a_time_says_what_programs_are_told_where_that_is_more() {
    let time = |datetime: &str, text: &str| told(&format!("<p><time datetime='{datetime}'>{text}</time>"));
    assert_eq!(time("2027-05-01T19:00", "1 May 2027"), ["2027-05-01T19:00"]);
    assert_eq!(time("2027-05-01", "Saturday the 1st"), ["2027-05-01"]);
    assert_eq!(time("2027-05-01", "1 May 2027, 19:00"), ["1 May 2027, 19:00"]);
    assert_eq!(time("Sat May 01 2027", "1 May 2027"), ["1 May 2027"]);
}

proptest::proptest! {
    #[test]
    fn any_page_can_be_read(
        html in "(<h2>|</h2>|<li>|</li>|<ul>|<a href=/x>|</a>|<table>|<tr>|<th>|<td>|<b>|<br>|<dt>|<dd>|<div>|</div>|May 1, 2027|Date: |é|<time datetime=2027-05-01>|<main>){0,30}",
    ) {
        let _ = told(&html);
    }
}
