//! Data that frameworks write in a way of their own.

use serde_json::{Deserializer, Map, Value};

/// The id of the script that holds Nuxt's payload.
pub(super) const NUXT: &str = "__NUXT_DATA__";

/// What adds to the stream of Next.js' App Router.
const FLIGHT: &str = "self.__next_f.push(";

/// So much of a stream is read, in bytes.
const STREAM_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How deep a payload is looked into, and how many of its values are told; long texts count for several.
const DEPTH_MAX: usize = 32;
const VALUES_MAX: usize = 100_000;
const TEXT_BYTES: usize = 64;

/// Adds what a script says of a stream of React's server components: `self.__next_f.push([1, "…"])`. Whether it says something.
pub(super) fn flight(script: &str, stream: &mut String) -> bool {
    let mut is_flight = false;
    for piece in script.split(FLIGHT).skip(1) {
        is_flight = true;
        let Some(Ok(Value::Array(piece))) = Deserializer::from_str(piece).into_iter().next() else { continue };
        if let [Value::Number(_), Value::String(text)] = piece.as_slice()
            && stream.len() + text.len() <= STREAM_BYTES_MAX
        {
            stream.push_str(text);
        }
    }
    is_flight
}

/// The rows of such a stream that are JSON: `7:{…}`, `a:["$","div",null,{…}]`.
pub(super) fn rows(stream: &str) -> impl Iterator<Item = Value> {
    stream.lines().filter_map(|line| {
        let (id, row) = line.split_once(':')?;
        let is_row = id.len() <= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && row.starts_with(['[', '{']);
        is_row.then(|| serde_json::from_str(row).ok())?
    })
}

/// What the payload of a Nuxt page says: a list whose objects and lists name the places of their values in it (devalue).
pub(super) fn nuxt(payload: &str) -> Option<Value> {
    let Ok(Value::Array(places)) = serde_json::from_str(payload) else { return None };
    let mut told = 0;
    let whole = revived(&places, 0, 0, &mut told);
    Some(whole).filter(|whole| !whole.is_null())
}

fn revived(places: &[Value], place: usize, depth: usize, told: &mut usize) -> Value {
    *told += 1;
    if depth > DEPTH_MAX || *told > VALUES_MAX {
        return Value::Null;
    }
    let at = |value: &Value| value.as_u64().and_then(|place| usize::try_from(place).ok());
    match places.get(place) {
        Some(Value::Object(fields)) => {
            let fields = fields.iter().filter_map(|(key, value)| Some((key, at(value)?)));
            let fields = fields.map(|(key, place)| {
                *told += key.len() / TEXT_BYTES;
                (key.clone(), revived(places, place, depth + 1, told))
            });
            Value::Object(fields.collect::<Map<String, Value>>())
        }
        // Some are of a type: `["Reactive", 1]`, `["Date", "2027-05-01T…"]`, `["Set", 3, 4]`.
        Some(Value::Array(list)) => match list.as_slice() {
            [Value::String(kind), text @ Value::String(_)] if kind == "Date" => copied(text, told),
            [Value::String(kind), only] if kind != "Set" => {
                at(only).map_or(Value::Null, |place| revived(places, place, depth + 1, told))
            }
            list => list.iter().filter_map(at).map(|place| revived(places, place, depth + 1, told)).collect(),
        },
        Some(plain) => copied(plain, told),
        None => Value::Null,
    }
}

/// A value that may stand in many places.
fn copied(plain: &Value, told: &mut usize) -> Value {
    *told += plain.as_str().map_or(0, str::len) / TEXT_BYTES;
    if *told > VALUES_MAX { Value::Null } else { plain.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payload_names_its_values_by_their_places() {
        let payload = r#"[["Reactive",1],{"events":2,"self":1},[3],{"title":4,"start":5},"Night",["Date","2027-05-01T18:00:00Z"]]"#;
        let told = nuxt(payload).unwrap();
        assert_eq!(told["events"], json!([{"title": "Night", "start": "2027-05-01T18:00:00Z"}]));
        assert_eq!(nuxt("[{\"a\":7}]"), Some(json!({"a": null})));
        assert_eq!(nuxt("{}"), None);
    }

    #[test]
    fn a_long_text_is_not_copied_for_each_that_names_it() {
        let rows: Vec<String> = (0..10_000).map(|_| "2".to_owned()).collect();
        let payload = format!(r#"[[{}],"","{}"]"#, rows.join(","), "x".repeat(64 * 1024));
        let told = serde_json::to_string(&nuxt(&payload).unwrap()).unwrap().len();
        assert!(told <= 8 * 1024 * 1024, "{told}");
    }

    #[test]
    fn a_stream_is_put_together_before_its_rows_are_read() {
        let mut stream = String::new();
        assert!(flight(r#"self.__next_f.push([1,"1:I[7]\n2:{\"a\""])"#, &mut stream));
        assert!(flight(r#"self.__next_f.push([1,":1}\n3:T4,text"]);self.__next_f.push([0])"#, &mut stream));
        assert!(!flight("other()", &mut stream));
        assert_eq!(rows(&stream).collect::<Vec<_>>(), [json!({"a": 1})]);
    }

    proptest::proptest! {
        #[test]
        fn any_payload_can_be_read(payload in "\\[(0|1|2|\"Set\"|\\[1,2\\]|\\{\"a\":1,\"b\":0\\}|,){0,30}\\]") {
            let _ = nuxt(&payload);
        }
    }
}
