//! What people do in their free time, and names of technologies that mean something there.
//!
//! Of "Watercolours of Java" nobody learns a language. Where a name speaks of dancing, dogs or ceramics, and nothing of the trade
//! stands beside it, a word that is also an animal, an island or a season is that.

use super::{reading::Reading, trade};

/// Words of the arts, of nature, of food, of the body and of markets, in order.
const LEISURE: &[&str] = &[
    "acrylic", "acupuncture", "aerobics", "album", "albumes", "albums", "alligator", "alligators", "anatomy", "animals",
    "antiques", "aria", "artists", "babies", "baby", "baile", "ballad", "ballads", "ballet", "ballo", "batik", "beach",
    "birding", "birds", "birdwatching", "blossom", "bluegrass", "blues", "bonsai", "botanic", "botanical", "boutique",
    "bread", "breathwork", "burgers", "butterflies", "butterfly", "cake", "cakes", "calligraphy", "camel", "candle",
    "candles", "canoe", "carnival", "ceramics", "cheese", "chocolate", "choir", "cinema", "circus", "clothes", "clown",
    "cocina", "comedy", "concert", "concerto", "concerts", "cooking", "cosplay", "costume", "costumes", "crochet", "cucina",
    "cuisine", "cupcake", "cupcakes", "dance", "dancers", "dancing", "danse", "danza", "dating", "denim", "dinosaur",
    "dinosaurs", "disco", "dog", "dogs", "drama", "drawing", "dye", "elephant", "elephants", "embroidery", "exposicion",
    "facial", "facials", "farmers", "fashion", "feeding", "film", "filme", "films", "fishing", "flavors", "flavours",
    "flea", "flower", "flowers", "folk", "folklore", "fungi", "gamelan", "garden", "gardening", "gardens", "gospel",
    "guitar", "hair", "handbags", "healing", "heritage", "hike", "hiking", "honey", "horse", "horses", "hummingbird",
    "hummingbirds", "improv", "island", "islands", "jardin", "jardinage", "jardineria", "jazz", "jewellery", "jewelry",
    "jive", "karaoke", "kart", "karting", "kayak", "kayaking", "knitting", "kochen", "lipstick", "lizard", "lizards",
    "makeup", "malerei", "massage", "meditation", "mixology", "movie", "movies", "mushroom", "mushrooms", "music", "musica",
    "musical", "musik", "musique", "novel", "opera", "orchard", "orchards", "orchestra", "orchid", "orchids", "origami",
    "owl", "owls", "paddle", "paddling", "pageant", "painting", "pants", "parade", "pasta", "paws", "peinture", "pelicula",
    "petting", "photography", "piano", "picnic", "pilates", "pintura", "plants", "poem", "poems", "poetry", "ponies",
    "pony", "portrait", "portraits", "potluck", "pottery", "preschool", "printmaking", "punk", "puppies", "puppy",
    "quilting", "rafting", "recital", "reggae", "reiki", "reptile", "reptiles", "roastery", "rowing", "sailing", "sale",
    "salsa", "samba", "screening", "sculpture", "sea", "sewing", "shoes", "singalong", "singles", "ski", "skiing",
    "skincare", "snake", "snakes", "songs", "sourdough", "spa", "stargazing", "storytime", "surf", "surfing", "swimming",
    "symphony", "syrup", "tales", "tango", "tanz", "tasting", "tastings", "teatro", "theater", "theatre", "thrift",
    "toddler", "toddlers", "triathlon", "tribute", "turtle", "turtles", "ukulele", "vegan", "vino", "vintage", "vinyl",
    "violin", "waltz", "water", "watercolor", "watercolour", "weaving", "wedding", "whiskey", "whisky", "wildlife", "wine",
    "winery", "wrestling", "yoga", "zoo", "zoologico", "zumba",
];

/// Names of technologies that are words of every day, names of people or of places, in order.
const HOMONYMS: &[&str] = &[
    "agile",
    "agility",
    "angular",
    "ansible",
    "azure",
    "babel",
    "cassandra",
    "chef",
    "cocoa",
    "crystal",
    "cypress",
    "dart",
    "django",
    "docker",
    "elixir",
    "ember",
    "express",
    "flask",
    "flutter",
    "gatsby",
    "go",
    "hibernate",
    "hive",
    "hugo",
    "jasmine",
    "java",
    "jenkins",
    "jest",
    "julia",
    "kafka",
    "kotlin",
    "meteor",
    "mocha",
    "nest",
    "node",
    "oracle",
    "pandas",
    "phoenix",
    "puppet",
    "python",
    "quasar",
    "react",
    "redis",
    "ruby",
    "rust",
    "salt",
    "sap",
    "scala",
    "selenium",
    "sketch",
    "snowflake",
    "spark",
    "spring",
    "storm",
    "swift",
    "swing",
    "unity",
    "unreal",
    "vagrant",
    "vapor",
    "vue",
];

/// Words that make keywords of them without telling what is meant, in order: "spring boot" is for sale too.
const PLAIN: &[&str] = &[
    "and",
    "boot",
    "cloud",
    "club",
    "core",
    "data",
    "day",
    "days",
    "fest",
    "for",
    "framework",
    "in",
    "learn",
    "night",
    "of",
    "on",
    "security",
    "with",
    "workshop",
];

/// What streets and waters are called behind a name, in order: "Swift Creek".
const OF_PLACES: &[&str] = &[
    "avenue", "bay", "beach", "coast", "county", "creek", "falls", "farm", "hill", "hills", "lake", "lane", "mountain", "orchards",
    "peak", "pond", "river", "road", "street", "trail", "valley",
];

/// Words of a name that has no more to say than whose something is: "Ruby's Birthday".
const POSSESSIVE_WORDS_MAX: usize = 3;

/// Whether a name or who invites speaks of leisure, and neither of the trade.
pub(super) fn is_of_it(reading: &Reading<'_>) -> bool {
    let texts = [&reading.folded_name, &reading.folded_organizer];
    let is_leisure = |word: &str| LEISURE.binary_search(&word).is_ok();
    let speaks_so = texts.iter().any(|folded| folded.split(' ').any(is_leisure))
        || is_somebodys(reading.name)
        || is_of_a_place(&reading.folded_name);
    speaks_so && !texts.iter().any(|folded| trade::is_surely_in_it(folded))
}

/// Whether a name is of a few words and says whose something is, by a word of several meanings.
fn is_somebodys(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let owner =
        words.first().and_then(|word| word.to_lowercase().replace('’', "'").strip_suffix("'s").map(str::to_owned));
    words.len() > 1 && words.len() <= POSSESSIVE_WORDS_MAX && owner.is_some_and(|owner| is_homonym(&owner))
}

/// Whether a folded name has a word of several meanings in the name of a street or a valley.
fn is_of_a_place(folded: &str) -> bool {
    let words: Vec<&str> = folded.split_ascii_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        [word, behind] => OF_PLACES.binary_search(behind).is_ok() && is_homonym(word),
        _ => false,
    })
}

/// Whether a keyword, folded, may mean something else.
pub(super) fn is_homonym(keyword: &str) -> bool {
    let is_one = |word: &str| HOMONYMS.binary_search(&word).is_ok();
    let is_plain = |word: &str| PLAIN.binary_search(&word).is_ok();
    keyword.split(' ').any(is_one) && keyword.split(' ').all(|word| is_one(word) || is_plain(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Text;

    fn is_leisure(name: &str) -> bool {
        is_of_it(&Reading::of(&Text { name, ..Text::default() }))
    }

    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(LEISURE.is_sorted() && HOMONYMS.is_sorted() && PLAIN.is_sorted() && OF_PLACES.is_sorted());
    }

    #[test]
    fn leisure_is_told_by_its_words_unless_the_trade_is_named() {
        assert!(is_leisure("Batik from Java") && is_leisure("Ruby's Birthday") && is_leisure("RUBY\u{2019}S PEARLS"));
        assert!(is_leisure("A walk along Swift Creek") && !is_leisure("Bay Area Swift"));
        assert!(!is_leisure("Java Dance Moves for Developers") && !is_leisure("Java Evening"));
        assert!(!is_leisure("Ruby's new parser and what it brings"));
    }

    #[test]
    fn a_keyword_is_a_homonym_as_a_whole() {
        assert!(is_homonym("spring boot") && is_homonym("learn swift") && is_homonym("java"));
        assert!(!is_homonym("spring webflux") && !is_homonym("javascript") && !is_homonym("swift island"));
    }
}
