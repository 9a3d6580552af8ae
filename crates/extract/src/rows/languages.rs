//! Names of fields in other languages: `titulo`, `fecha_inicio`, `Ort`. A field that is called so is read as if it had the
//! English name, where nothing has that. So is one that says behind its name in which language it is: `title_fr`.

use hobnob_domain::text::folded;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a field is called here, and elsewhere, folded.
static NAMES: [(&str, &str); 22] = [
    ("title", "titulo titre titel titolo tytul nombre nome nom naam nazwa evento evenement veranstaltung wydarzenie"),
    (
        "startdate",
        "fechainicio fechadeinicio fechainicial inicio datainicio datadeinicio datainicial datedebut datededebut debut \
         startdatum beginn anfang datainizio inizio begindatum datarozpoczecia",
    ),
    (
        "enddate",
        "fechafin fechadefin fechafinal fin datafim datadefim datafinal datatermino fim datefin datedefin enddatum ende \
         datafine einddatum datazakonczenia",
    ),
    ("date", "fecha fechas data datas datum dia termin giorno"),
    ("starttime", "hora horainicio horadeinicio horario heure heuredebut uhrzeit ora orario tijd godzina"),
    ("endtime", "horafin horafim horadefin heurefin heuredefin endzeit orafine eindtijd"),
    (
        "location",
        "lugar lieu ort local luogo ubicacion localizacion localizacao plaats locatie miejsce sede veranstaltungsort",
    ),
    ("address", "direccion endereco adresse indirizzo adres anschrift placeaddr placeaddress locationaddress"),
    ("city", "ciudad cidade ville stadt citta stad miasto municipio"),
    ("region", "uf provincia bundesland"),
    ("country", "pais pays land paese kraj"),
    ("postalcode", "cep codigopostal codepostal postleitzahl cap"),
    ("link", "enlace lien sitio sitioweb siteweb paginaweb webseite"),
    ("description", "descripcion descricao beschreibung descrizione opis omschrijving resumen resumo"),
    ("organizer", "organizador organizadores organisateur veranstalter organizzatore organizator comunidad comunidade"),
    ("tags", "etiquetas categoria categorias kategorie kategorien themen temas"),
    ("price", "precio preco prix preis prezzo"),
    ("mode", "modalidad modalidade"),
    ("image", "imagen imagem bild immagine"),
    ("language", "idioma langue sprache lingua"),
    ("cancelled", "cancelado annule abgesagt annullato"),
    ("timezone", "zonahoraria fusohorario zeitzone fuseauhoraire"),
];

/// The English names by the others.
static ENGLISH: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let names = NAMES.iter().flat_map(|(name, others)| others.split(' ').map(move |other| (other, *name)));
    names.filter(|(other, _)| !other.is_empty()).collect()
});

/// Fields that may be objects; a wrapper is often called `data`.
const OBJECTS: [&str; 3] = ["location", "organizer", "image"];

/// Languages whose codes stand behind names of fields. A `no` is more often a number than Norwegian, and an `id` no language.
const CODES: [&str; 30] = [
    "en", "fr", "de", "es", "it", "pt", "nl", "pl", "ca", "eu", "gl", "cs", "da", "sv", "nb", "fi", "el", "hu", "ro",
    "ru", "uk", "tr", "ja", "ko", "zh", "sk", "hr", "bg", "lv", "cy",
];

/// Gives fields the names they have without the language behind them, where nothing is called so: `title_fr`, `nameEN`.
/// Of several languages English counts, as in texts by their languages, else the first.
pub(super) fn unsuffixed<'a>(object: &'a Map<String, Value>, fields: &mut BTreeMap<String, &'a Value>) {
    let told = object.iter().filter(|(_, value)| !super::is_empty(value)).filter_map(|(key, value)| {
        let (name, code) = parted(key)?;
        let name = super::simplified(name);
        super::prefix::is_known(&name).then_some((code != "en", name, value))
    });
    let mut told: Vec<(bool, String, &Value)> = told.collect();
    told.sort_by_key(|(is_other, ..)| *is_other);
    for (_, name, value) in told {
        fields.entry(name).or_insert(value);
    }
}

/// A name and the code of the language behind it.
fn parted(key: &str) -> Option<(&str, &'static str)> {
    let (name, written) = key.split_at_checked(key.len().checked_sub(2)?)?;
    let code = CODES.iter().find(|code| code.eq_ignore_ascii_case(written))?;
    let is_capital = written.starts_with(|c: char| c.is_ascii_uppercase());
    let is_word = name.ends_with(|c: char| c.is_ascii_lowercase());
    let bare = name.strip_suffix(['_', '-', '.', ':', '@']).or_else(|| (is_capital && is_word).then_some(name))?;
    Some((bare, *code))
}

/// Gives fields the English names they lack.
pub(super) fn resolve(fields: &mut BTreeMap<String, &Value>) {
    let is_plain = |value: &Value| !super::first(value).is_object();
    let known: Vec<_> = fields.iter().filter_map(|(key, value)| Some((english(key)?, *value))).collect();
    for (name, value) in known.into_iter().filter(|(name, value)| is_plain(value) || OBJECTS.contains(name)) {
        fields.entry(name.to_owned()).or_insert(value);
    }
}

fn english(key: &str) -> Option<&'static str> {
    if key.is_ascii() { ENGLISH.get(key).copied() } else { ENGLISH.get(folded(key).as_str()).copied() }
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn a_language_stands_behind_a_name_and_not_within_it() {
        assert_eq!(parted("title_fr"), Some(("title", "fr")));
        assert_eq!(parted("event-name-DE"), Some(("event-name", "de")));
        assert_eq!(parted("nameEn"), Some(("name", "en")));
        for name in ["is_open", "EventEn ", "startsOn", "eventId", "date_no", "de", "é"] {
            assert_eq!(parted(name), None, "{name}");
        }
    }
}
