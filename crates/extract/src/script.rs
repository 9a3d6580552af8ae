//! The data in a script: its literals of objects and lists (ECMA-262 §13.2.4, §13.2.5), as JSON. Not a line is run: of an
//! expression that is no literal nothing is known, and what lies in it is looked at by itself.

mod literal;
mod text;

use literal::Reader;
use memchr::memmem;
use serde_json::Value;
use std::ops::Range;

/// So many values of a script are taken.
const VALUES_MAX: usize = 100_000;

/// The literals that are taken are so many times as long as their script, all together: some stand in expressions in others.
const LENGTHS_MAX: usize = 4;

/// So often what lies in expressions is looked at by itself, each time a level deeper.
const LEVELS_MAX: usize = 12;

/// The words behind which a literal may stand.
const BEFORE: [&str; 3] = ["return", "default", "await"];

/// What is taken of a script.
#[derive(Debug, Default)]
pub(crate) struct Literals {
    /// Its literals that may hold a day, in its order.
    pub(crate) values: Vec<Value>,
    /// Whether it has more than are taken.
    pub(crate) has_more: bool,
}

/// Takes the literals of a script.
pub(crate) fn literals(script: &str) -> Literals {
    let mut found = Literals::default();
    let mut ahead = vec![(0, 0..script.len())];
    let mut taken = Taken::default();
    while let Some((level, span)) = ahead.pop() {
        let mut aside = Vec::new();
        walk(script, span, &mut taken, &mut found, &mut aside);
        if found.has_more {
            break;
        }
        if level < LEVELS_MAX {
            ahead.extend(aside.into_iter().rev().map(|span| (level + 1, span)));
        }
    }
    found
}

/// How much was taken of a script: values, and bytes of it.
#[derive(Default)]
struct Taken {
    values: usize,
    bytes: usize,
}

/// Takes the literals of a piece of a script; what they hold that is none is put aside.
fn walk(script: &str, span: Range<usize>, taken: &mut Taken, found: &mut Literals, aside: &mut Vec<Range<usize>>) {
    let mut reader = Reader::new(script, span);
    // Whether a value may stand here, by what stands before.
    let mut is_awaited = true;
    while let Some(byte) = reader.peek() {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b'/' if reader.blank() => {}
            b'[' | b'{'
                if is_awaited
                    && (taken.values >= VALUES_MAX || taken.bytes > script.len().saturating_mul(LENGTHS_MAX)) =>
            {
                found.has_more = true;
                return;
            }
            b'[' | b'{' if is_awaited => {
                let start = reader.at();
                let value = reader.value(0);
                taken.values += reader.taken();
                aside.append(&mut reader.aside());
                let literal = script.get(start..reader.at());
                if literal.is_some_and(may_be_dated) {
                    taken.bytes += literal.map_or(0, str::len);
                    found.values.push(value);
                }
                is_awaited = false;
            }
            b'"' | b'\'' | b'`' => {
                reader.pass_over_text();
                is_awaited = false;
            }
            b if text::is_of_name(b) => is_awaited = BEFORE.contains(&reader.name()),
            b => {
                reader.advance();
                is_awaited = matches!(b, b'=' | b':' | b'(' | b',' | b'?' | b'|' | b'[');
            }
        }
    }
}

/// Whether words for a day or a start stand in it.
fn may_be_dated(text: &str) -> bool {
    ["tart", "ate", "DTSTART"].iter().any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::VALUES_MAX;
    use serde_json::{Value, json};

    fn literals(script: &str) -> Vec<Value> {
        super::literals(script).values
    }

    #[test]
    fn what_is_assigned_passed_exported_or_returned_is_taken() {
        let row = "{title:'Night',start:\"2027-05-01\"}";
        for script in [
            "var nights = [ROW];",
            "$(function() { $('#c').fullCalendar({ events: [ROW], eventClick: function(e) { go(e.url) } }) });",
            "export const nights: Night[] = [ROW] as const;",
            "export default { data() { return { nights: [ROW] } } }",
            "module.exports = [ROW]",
            "new Calendar(x, { plugins: [a, b], ...rest, events: [ROW,] })",
        ] {
            let found = literals(&script.replace("ROW", row));
            let text = serde_json::to_string(&found).unwrap();
            assert!(text.contains(r#"[{"start":"2027-05-01","title":"Night"}]"#), "{script}: {text}");
        }
    }

    #[test]
    fn values_are_read_as_scripts_mean_them() {
        let script = "x = [{
            // a comment, with 'a quote
            'start': new Date(2027, 4, 1, 19, 30), \"end\" : new Date('2027-05-02'), /* } */
            name: `Night` , note: 'it\\'s ' + \"on\\u0021\", free: !0, full: false, seats: 0x10, price: -1.5e1,
            at: dayjs(\"2027-05-03\"), image: require('./a.png'), room: undefined, click() { return '}' },
            more: JSON.parse('{\"a\":[1]}'), raw: `a${b}`, [key]: 1, short, ...rest,
        }]";
        assert_eq!(
            literals(script).first(),
            Some(&json!([{
                "start": "2027-05-01T19:30", "end": "2027-05-02", "name": "Night", "note": "it's on!", "free": true,
                "full": false, "seats": 16, "price": -15.0, "at": "2027-05-03", "more": {"a": [1]}
            }]))
        );
    }

    #[test]
    fn scripts_without_a_day_hold_nothing_and_broken_ones_what_can_be_read() {
        assert!(literals("if (a) { b = {c: 1} } else { d = [1, 2] }").is_empty());
        assert_eq!(literals("x = [{start: '2027-05-01'}, {start: '2027"), [json!([{"start": "2027-05-01"}, {}])]);
        let deep = "x = ".to_owned() + &"[".repeat(100_000) + "{start: 1}";
        assert!(literals(&deep).len() <= 1);
    }

    #[test]
    fn what_is_beyond_the_bound_is_said_to_be_there() {
        let rows = "x = [{start: 1}];".repeat(VALUES_MAX / 3);
        let found = super::literals(&rows);
        assert!(!found.has_more && found.values.len() == VALUES_MAX / 3, "{}", found.values.len());
        let found = super::literals(&rows.repeat(2));
        assert!(found.has_more && found.values.len() >= VALUES_MAX / 3, "{}", found.values.len());
    }

    #[test]
    fn what_lies_in_literals_that_are_none_is_taken_once() {
        // Each list is none for what follows it, and stands in one that is none.
        let nested = format!("{}'{} date:'{}", "[".repeat(60), "a".repeat(2_000), "] y".repeat(60));
        let script = format!("x = {{date: 1}}; y = {nested};");
        let mut reader = super::Reader::new(&script, 0..script.len());
        (0..script.find('[').unwrap()).for_each(|_| reader.advance());
        reader.value(0);
        assert_eq!(reader.aside().len(), 1);
        let kept = serde_json::to_string(&literals(&script)).unwrap().len();
        assert!(kept <= 4 * script.len(), "{kept}");
    }

    proptest::proptest! {
        #[test]
        fn any_script_can_be_read(script in r#"(\{|\}|\[|\]|\(|\)|"|'|`|\$\{|:|,|=|start|new Date|\+|//|/\*|\*/|\\|\n|é|1| ){0,60}"#) {
            let _ = literals(&script);
        }
    }
}
