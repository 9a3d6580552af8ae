//! Names of fields in other languages: `titulo`, `fecha_inicio`, `Ort`. A field that is called so is read as if it had the
//! English name, where nothing has that.

use hobnob_domain::text::folded;
use serde_json::Value;
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
