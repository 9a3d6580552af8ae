//! Languages, as listings name them and as they write in them.

use hobnob_domain::text::folded;

use crate::{home::Home, tongue};

/// The codes of ISO 639-1.
const CODES: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv \
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn \
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg \
    th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// Names, folded.
const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("mandarin", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("english", "en"),
    ("englisch", "en"),
    ("anglais", "en"),
    ("ingles", "en"),
    ("estonian", "et"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("francais", "fr"),
    ("franzosisch", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
    ("allemand", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("日本語", "ja"),
    ("korean", "ko"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portuguese", "pt"),
    ("portugues", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("spanish", "es"),
    ("espanol", "es"),
    ("castellano", "es"),
    ("swedish", "sv"),
    ("svenska", "sv"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("turkce", "tr"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
];

/// The first language that is known: `EN,DE` → `en`, `pt-BR` → `pt`, `English` → `en`. `UK` is Ukrainian, as ISO 639
/// says, not what the kingdom speaks.
pub(crate) fn first(text: &str) -> Option<String> {
    text.split([',', ';', '/', '|', '+', '&']).take(20).find_map(|part| {
        let folded = folded(part);
        let code = folded.split(' ').next().filter(|code| code.len() == 2 && CODES.contains(&format!(" {code} ")));
        let named = || NAMES.iter().find(|(name, _)| *name == folded).map(|(_, code)| *code);
        code.or_else(named).map(str::to_owned)
    })
}

/// The language of an event: as it is named, else as its text is written, else as its source writes.
pub(crate) fn of(named: Option<&str>, name: &str, description: Option<&str>, home: &Home) -> Option<String> {
    let written = || tongue::of(description.unwrap_or_default()).or_else(|| tongue::of(name)).map(str::to_owned);
    named.and_then(first).or_else(written).or_else(|| home.language.clone())
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_known_language_is_taken() {
        for (text, code) in [
            ("EN,DE", Some("en")),
            ("DE, EN", Some("de")),
            ("en-US", Some("en")),
            ("pt_BR", Some("pt")),
            ("UK", Some("uk")),
            ("Deutsch", Some("de")),
            ("Français / English", Some("fr")),
            ("xx,fr", Some("fr")),
            ("xx", None),
            ("english please", None),
            ("", None),
        ] {
            assert_eq!(first(text).as_deref(), code, "{text}");
        }
    }
}
