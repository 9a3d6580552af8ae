//! Whether an event has to do with work, or with what people do off work.

/// Words of several languages that show that an event has to do with work, folded and in order. Without any, and without a
/// niche, a workshop is about soap and a party a party.
const OF_WORK: &[&str] = &[
    "aziende",
    "bedrijven",
    "beruf",
    "berufe",
    "biznes",
    "business",
    "career",
    "careers",
    "carreira",
    "carriera",
    "carriere",
    "code",
    "coders",
    "coding",
    "data",
    "desarrolladoras",
    "desarrolladores",
    "desenvolvedoras",
    "desenvolvedores",
    "dev",
    "developer",
    "developers",
    "developpeur",
    "developpeurs",
    "developpeuses",
    "devs",
    "digitalisierung",
    "empleo",
    "emploi",
    "empreendedores",
    "emprendedoras",
    "emprendedores",
    "emprendimiento",
    "empresa",
    "empresarial",
    "empresas",
    "engineer",
    "engineering",
    "engineers",
    "entrepreneur",
    "entrepreneuriat",
    "entrepreneurs",
    "entreprise",
    "entreprises",
    "entwickler",
    "entwicklerinnen",
    "fachkrafte",
    "founders",
    "fuhrungskrafte",
    "grunder",
    "grunderinnen",
    "hack",
    "hackers",
    "imprese",
    "industry",
    "informatica",
    "informatik",
    "informatique",
    "ingenieras",
    "ingenieria",
    "ingenieros",
    "ingenieure",
    "ingenieurinnen",
    "ingenieurs",
    "innovacion",
    "innovation",
    "innovazione",
    "inovacao",
    "job",
    "jobs",
    "kariera",
    "karriere",
    "lavoro",
    "logiciel",
    "metier",
    "metiers",
    "negocios",
    "numerique",
    "ondernemers",
    "ontwikkelaars",
    "profesional",
    "profesionales",
    "professional",
    "professionals",
    "professionisti",
    "professionnel",
    "professionnelle",
    "professionnels",
    "profissionais",
    "programacao",
    "programacion",
    "programadores",
    "programisci",
    "programmers",
    "programmierung",
    "programming",
    "przedsiebiorcy",
    "science",
    "selbststandige",
    "software",
    "startup",
    "startups",
    "sviluppatori",
    "teamleiter",
    "teamleiterin",
    "teamleitung",
    "tech",
    "technologia",
    "technologie",
    "technologies",
    "technology",
    "tecnologia",
    "unternehmer",
    "unternehmerinnen",
];

/// Words by which gatherings of professionals are called, in order.
const OF_PROFESSIONALS: &[&str] = &[
    "afterwork",
    "ceo",
    "coworking",
    "executives",
    "freelancers",
    "leaders",
    "managers",
    "mixer",
    "mixers",
    "network",
    "networking",
    "recruiters",
    "reseautage",
    "workplace",
];

/// Words of sports, of parishes, of the stage and of public bodies, in order.
const OFF_WORK: &[&str] = &[
    "athletics",
    "ballet",
    "baseball",
    "basketball",
    "bible",
    "calcio",
    "catholic",
    "choir",
    "church",
    "commission",
    "commissioners",
    "concert",
    "cricket",
    "cycling",
    "football",
    "fussball",
    "futbol",
    "golf",
    "gottesdienst",
    "gymnastics",
    "hockey",
    "jv",
    "karaoke",
    "lacrosse",
    "lutheran",
    "methodist",
    "orchestra",
    "parish",
    "pickleball",
    "presbyterian",
    "quartet",
    "rowing",
    "rugby",
    "soccer",
    "softball",
    "storytime",
    "subcommittee",
    "supervisors",
    "symphony",
    "tennis",
    "varsity",
    "volleyball",
    "worship",
    "wrestling",
];

/// The same of several words.
const OFF_WORK_PHRASES: &[&str] = &[
    " advisory committee ",
    " advisory council ",
    " board meeting ",
    " board of directors ",
    " board of education ",
    " board of trustees ",
    " city council ",
    " committee meeting ",
    " council meeting ",
    " county council ",
    " cross country ",
    " in concert ",
    " live music ",
    " open mic ",
    " public hearing ",
    " school board ",
    " town council ",
    " track and field ",
];

/// Whether a folded text shows that an event has to do with work.
pub(crate) fn is_of_work(folded: &str) -> bool {
    folded.split(' ').any(|word| OF_WORK.binary_search(&word).is_ok())
}

/// The same, or that it is one of professionals.
pub(super) fn is_of_professionals(folded: &str) -> bool {
    let is_listed = |word: &str| OF_WORK.binary_search(&word).is_ok() || OF_PROFESSIONALS.binary_search(&word).is_ok();
    folded.split(' ').any(|word| is_listed(word) || word.len() > 4 && word.ends_with("tech"))
        || folded.contains(" after work ")
        || folded.contains(" chamber of commerce ")
}

/// What people come together to who do something for a living, in order.
const CONGRESSES: &[&str] =
    &["conf", "conference", "congress", "expo", "forum", "kongress", "meetup", "summit", "symposium", "webinar"];

/// Whether a folded name is that of a congress or of a group that meets.
pub(super) fn is_of_a_congress(folded: &str) -> bool {
    folded.split(' ').any(|word| CONGRESSES.binary_search(&word).is_ok())
}

/// Whether a folded name or organizer shows what people do off work: a match, a mass, a concert, a sitting of the council.
pub(super) fn is_off_work(folded: &str) -> bool {
    folded.split(' ').any(|word| OFF_WORK.binary_search(&word).is_ok())
        || OFF_WORK_PHRASES.iter().any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(OF_WORK.is_sorted() && OF_PROFESSIONALS.is_sorted() && OFF_WORK.is_sorted() && CONGRESSES.is_sorted());
    }

    #[test]
    fn work_and_what_is_off_it_are_told_by_words() {
        assert!(is_of_work(" soap for developers ") && !is_of_work(" soap workshop "));
        assert!(
            is_of_work(" seife fur entwickler ") && is_of_work(" du savon pour les metiers ") && !is_of_work(" seife ")
        );
        assert!(is_of_professionals(" chamber of commerce brunch ") && !is_of_professionals(" chamber music "));
        assert!(
            is_off_work(" town council ") && is_off_work(" soccer at noon ") && !is_off_work(" council of elders ")
        );
    }
}
