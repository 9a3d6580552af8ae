//! Names of months and weekdays in the languages listings are written in; folded, so that `März` is `marz`.

/// Twelve months: full names, other cases, short names.
const MONTHS: [&str; 12] = [
    " january jan januar janner jaenner janvier janv enero ene janeiro gennaio gen januari styczen stycznia sty gener январь января янв ",
    " february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut febrer февраль февраля фев ",
    " march mar marz maerz mrz mars marzo marco maart mrt marzec marca март марта мар ",
    " april apr avril avr abril abr aprile kwiecien kwietnia kwi апрель апреля апр ",
    " may mai mayo maio maggio mag mei maj maja maig маи мая ",
    " june jun juni juin junio junho giugno giu czerwiec czerwca cze juny июнь июня июн ",
    " july jul juli juillet juil julio julho luglio lug lipiec lipca lip juliol июль июля июл ",
    " august aug aout agosto ago augustus sierpien sierpnia sie agost август августа авг ",
    " september sep sept septembre septiembre setembro set settembre sett wrzesien wrzesnia wrz setembre сентябрь сентября сен сент ",
    " october oct oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz октябрь октября окт ",
    " november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя ",
    " december dec dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru desembre des декабрь декабря дек ",
];

/// Monday to Sunday.
const WEEKDAYS: [&str; 7] = [
    " monday mon montag mo lundi lun lunes segunda seg maandag ma lunedi poniedzialek poniedzialku pon pn dilluns ",
    " tuesday tue tues dienstag di mardi mar martes terca ter dinsdag martedi wtorek wt dimarts ",
    " wednesday wed mittwoch mi mercredi mer miercoles mie quarta qua woensdag wo mercoledi sroda srode sr dimecres ",
    " thursday thu thur thurs donnerstag do jeudi jeu jueves jue quinta qui donderdag giovedi gio czwartek czw dijous ",
    " friday fri freitag fr vendredi ven viernes vie sexta sex vrijdag vr venerdi piatek pt divendres ",
    " saturday sat samstag sa sonnabend samedi sam sabado sab zaterdag za sabato sobota sobote sob dissabte ",
    " sunday sun sonntag so dimanche dim domingo dom zondag zo domenica niedziela niedziele nd niedz diumenge ",
];

fn holds(list: &str, word: &str) -> bool {
    word.len() >= 2 && word.len() <= 16 && list.contains(&format!(" {word} "))
}

/// The number of the month so called, 1…12. The word is [folded](crate::text::folded).
pub fn month(word: &str) -> Option<u32> {
    (1..=12).zip(MONTHS).find(|(_, names)| holds(names, word)).map(|(number, _)| number)
}

/// The day of the week so called, Monday = 0. The word is [folded](crate::text::folded).
pub fn weekday(word: &str) -> Option<u32> {
    (0..7).zip(WEEKDAYS).find(|(_, names)| holds(names, word)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words_and_each_names_one_month_or_day() {
        assert_eq!(["marz", "sept", "pazdziernika", "ma", ""].map(month), [Some(3), Some(9), Some(10), None, None]);
        assert_eq!(["mi", "domingo", "day"].map(weekday), [Some(2), Some(6), None]);
        for lists in [&MONTHS[..], &WEEKDAYS[..]] {
            let mut words: Vec<&str> = lists.iter().flat_map(|names| names.split_whitespace()).collect();
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all, "a word stands twice");
        }
    }
}
