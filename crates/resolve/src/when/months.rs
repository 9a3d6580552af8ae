//! Names of months and weekdays in the languages listings are written in.

/// Twelve months; each language's full and short names. Folded, so that `März` is `marz`.
const MONTHS: [&str; 12] = [
    " january jan januar janner janvier janv enero ene janeiro gennaio gen januari ",
    " february feb februar fevrier fevr febrero fevereiro fev febbraio februari ",
    " march mar marz maerz mrz mars marzo marco maart mrt ",
    " april apr avril avr abril abr aprile ",
    " may mai mayo maio maggio mag mei ",
    " june jun juni juin junio junho giugno giu ",
    " july jul juli juillet juil julio julho luglio lug ",
    " august aug aout agosto ago augustus ",
    " september sep sept septembre septiembre setembro set settembre ",
    " october oct oktober okt octobre octubre outubro out ottobre ott ",
    " november nov novembre noviembre novembro ",
    " december dec dezember dez decembre diciembre dic dezembro dicembre ",
];

const WEEKDAYS: &str = " monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday \
    sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so lundi mardi mercredi \
    jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi \
    venerdi domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ";

fn holds(list: &str, word: &str) -> bool {
    word.len() >= 2 && list.contains(&format!(" {word} "))
}

/// The number of the month so called, 1…12.
pub(super) fn number(word: &str) -> Option<u32> {
    let word = hobnob_domain::text::folded(word);
    (1..=12).zip(MONTHS).find(|(_, names)| holds(names, &word)).map(|(number, _)| number)
}

/// Whether a day of the week is so called.
pub(super) fn is_weekday(word: &str) -> bool {
    holds(WEEKDAYS, &hobnob_domain::text::folded(word))
}
