//! In which language a text is written: by its script, else by the small words that every text of a language is full of.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// How much of a text is read, in characters.
const CHARS_MAX: usize = 1_500;

/// Fewer small words than this say nothing, and so does a lead of less than half as many again: "online demo in Berlin"
/// is of many languages.
const WORDS_MIN: usize = 5;

/// The most letters of another script must make up this part of all letters.
const SCRIPT_SHARE: usize = 3;

/// Small words of languages in Latin letters, in small letters with their marks; those of several languages count for each.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the and of to in is for with on this that are we you your our will be from at by an how what about it as or \
         have can who all join us more their has they but not if so into",
    ),
    (
        "de",
        "der die das und ist mit für von zu im den ein eine auf wir nicht sich des dem auch bei wird sind an aus über \
         uns euch ihr ihre oder zum zur wie werden einen einer nach unsere alle kann am es als",
    ),
    (
        "fr",
        "le la les des et est une un pour dans avec sur du vous nous au aux ce cette en que qui par pas plus votre notre \
         sont ou à être vos ses son leur comment ne se il",
    ),
    (
        "es",
        "el la los las de y en para con por un una que del al se su más como es son este esta nos tu lo sobre sus o \
         desde entre nuestra nuestro qué también hay cómo te todos",
    ),
    (
        "pt",
        "o a os as de e em para com por um uma que do da dos das no na nos nas se mais como é são este esta seu sua ao \
         você não nosso nossa sobre também foi será pela pelo",
    ),
    (
        "it",
        "il lo la gli le di e in per con un una che del della dei delle al alla nel nella da dal si è sono come più non \
         questo questa anche ci nostro nostra ai sul sulla tra",
    ),
    (
        "nl",
        "de het een en van in op voor met is dat die te zijn aan wij je om ook naar bij niet wordt over uit onze jouw als \
         maar deze dit tijdens er kun meer hebben",
    ),
    (
        "sv",
        "och i att det som en på är av för med till den har vi om ett inte du kan de från eller så oss din vår hur men vid \
         kommer hos efter",
    ),
    (
        "da",
        "og i at det som en på er af for med til den har vi om et ikke du kan de fra eller så os din vores hvor hvordan ved efter blive jer",
    ),
    (
        "no",
        "og i at det som en på er av for med til den har vi om et ikke du kan de fra eller så oss din vår hvor hvordan ved etter blir dere",
    ),
    (
        "fi",
        "ja on ei se että mutta tai kun niin myös sekä ovat oli joka kuin mukaan kanssa tule tapahtuma voit olet meidän",
    ),
    (
        "pl",
        "i w z na do się jest nie to że dla od jak po oraz o przez są za co ze dla nas czy będzie które który tym już \
         także lub",
    ),
    ("cs", "a v na se je z do o pro s že to jak si od za by po které který i nebo jsou bude jako vás nás kde při k ve"),
    ("tr", "ve bir bu için ile de da olarak olan en çok daha gibi ne kadar sonra her veya nasıl hakkında bize siz biz"),
    ("hu", "a az és hogy nem is egy van ez meg már csak de mint vagy ha fel ki be lesz ahol minden szeretettel várunk"),
    ("ro", "și în de la cu pe un o nu este să din care pentru mai sunt ce sau la fi prin despre dacă vom vă ne"),
    (
        "ca",
        "el la els les de i en per amb un una que del al se més com és són aquest aquesta ens nostra sobre també des",
    ),
    ("id", "yang dan di untuk dengan ini itu dari pada adalah ke akan kami anda tidak juga atau dalam bisa oleh"),
    ("vi", "và của là các cho trong với được một những không có này để tại về từ chúng bạn đến"),
];

/// The longest small word, in bytes.
const LETTERS_MAX: usize = 16;

static LANGUAGES: LazyLock<FxHashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (number, (_, list)) in SMALL_WORDS.iter().enumerate() {
        for word in list.split_ascii_whitespace() {
            let of = words.entry(word).or_default();
            if !of.contains(&number) {
                of.push(number);
            }
        }
    }
    words
});

/// The language of a text as ISO 639-1 writes it; `None` where it is not clear.
pub(crate) fn of(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end)?;
    by_script(text).or_else(|| if text.len() < 20 { None } else { by_small_words(text) })
}

/// Scripts that one language writes, or nearly.
fn by_script(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let (mut letters, mut counts) = (0_usize, [0_usize; 9]);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let script = match c {
            '\u{3040}'..='\u{30ff}' => 0,
            '\u{ac00}'..='\u{d7af}' => 1,
            '\u{4e00}'..='\u{9fff}' => 2,
            '\u{400}'..='\u{52f}' => 3,
            '\u{370}'..='\u{3ff}' => 4,
            '\u{590}'..='\u{5ff}' => 5,
            '\u{600}'..='\u{6ff}' => 6,
            '\u{e00}'..='\u{e7f}' => 7,
            '\u{900}'..='\u{97f}' => 8,
            _ => continue,
        };
        if let Some(count) = counts.get_mut(script) {
            *count += 1;
        }
    }
    let [kana, hangul, han, cyrillic, greek, hebrew, arabic, thai, devanagari] = counts;
    let is_much = |count: usize| count >= 4 && count * SCRIPT_SHARE >= letters;
    match () {
        () if is_much(kana + han) && kana >= 2 => Some("ja"),
        () if is_much(hangul) => Some("ko"),
        () if is_much(han) => Some("zh"),
        () if is_much(cyrillic) => cyrillic_language(text),
        () if is_much(greek) => Some("el"),
        () if is_much(hebrew) => Some("he"),
        () if is_much(arabic) => arabic_language(text),
        () if is_much(thai) => Some("th"),
        () if is_much(devanagari) => Some("hi"),
        () => None,
    }
}

/// By the letters that only one of them has; without any a text is too short to tell, but most are Russian.
fn cyrillic_language(text: &str) -> Option<&'static str> {
    let has = |letters: &[char]| text.contains(letters);
    match () {
        () if has(&['і', 'ї', 'є', 'ґ']) && !has(&['ы', 'ў']) => Some("uk"),
        () if has(&['ђ', 'ћ', 'ј', 'љ', 'њ', 'џ']) => Some("sr"),
        () if has(&['ы', 'э', 'ё']) => Some("ru"),
        () if has(&['ъ']) => Some("bg"),
        () => Some("ru"),
    }
}

fn arabic_language(text: &str) -> Option<&'static str> {
    if text.contains(['پ', 'چ', 'گ', 'ژ']) { Some("fa") } else { Some("ar") }
}

/// The languages of a word in any case.
fn numbers(word: &str) -> &'static [usize] {
    let of = |small: &str| LANGUAGES.get(small).map_or(&[][..], Vec::as_slice);
    match word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => of(word),
        false => of(&word.to_lowercase()),
    }
}

fn by_small_words(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; 32];
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| (1..=LETTERS_MAX).contains(&word.len())) {
        for number in numbers(word) {
            if let Some(count) = counts.get_mut(*number) {
                *count += 1;
            }
        }
    }
    let mut ranked: Vec<(usize, usize)> =
        counts.into_iter().enumerate().map(|(number, count)| (count, number)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let (first, number) = *ranked.first()?;
    let second = ranked.get(1).map_or(0, |(count, _)| *count);
    let is_clear = first >= WORDS_MIN && first * 2 >= second * 3;
    let (language, _) = SMALL_WORDS.get(number).filter(|_| is_clear)?;
    Some(language)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn texts_tell_their_language() {
        for (text, language) in [
            ("Join us for an evening of talks about how we build and run the systems of our city.", Some("en")),
            ("Wir treffen uns im Juni zu einem Abend mit zwei Vorträgen und einer Pizza für alle.", Some("de")),
            ("Nous vous invitons à une soirée avec deux conférences et un apéro dans notre local.", Some("fr")),
            ("Te esperamos en una tarde de charlas sobre bases de datos y más, con pizza para todos.", Some("es")),
            ("Venha para uma noite de palestras sobre dados e nuvem com a nossa comunidade no centro.", Some("pt")),
            ("Una serata di incontri e di talk per chi lavora con i dati della nostra città.", Some("it")),
            ("Een avond met twee lezingen over data en de cloud, en na afloop is er pizza voor iedereen.", Some("nl")),
            ("Zapraszamy na wieczór z dwiema prezentacjami o danych, które są w chmurze, i na pizzę.", Some("pl")),
            ("東京で集まり、データベースの話をします。", Some("ja")),
            ("서울에서 모여 데이터베이스 이야기를 합니다", Some("ko")),
            ("在上海见面，聊聊数据库和云计算", Some("zh")),
            ("Встреча разработчиков: базы данных и не только", Some("ru")),
            ("Зустріч розробників: бази даних і не тільки", Some("uk")),
            ("Συνάντηση προγραμματιστών στην Αθήνα", Some("el")),
            ("Rust Meetup Berlin", None),
            ("", None),
        ] {
            assert_eq!(of(text), language, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            let _ = of(&text);
        }
    }
}
