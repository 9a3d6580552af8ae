use super::*;
use EventStatus::{Cancelled, MovedOnline, Postponed, Rescheduled};

fn told(name: &str) -> (Option<EventStatus>, String) {
    let (marked, rest) = of_name(name);
    (marked.status, rest)
}

#[test]
fn fields_are_read_in_every_vocabulary() {
    assert_eq!(of_field("CANCELLED"), Some(Cancelled));
    assert_eq!(of_field("https://schema.org/EventCancelled"), Some(Cancelled));
    assert_eq!(of_field("Canceled"), Some(Cancelled));
    assert_eq!(of_field("http://schema.org/EventPostponed"), Some(Postponed));
    assert_eq!(of_field("Postponed in Automn"), Some(Postponed));
    assert_eq!(of_field("EventRescheduled"), Some(Rescheduled));
    assert_eq!(of_field("https://schema.org/EventMovedOnline"), Some(MovedOnline));
    assert_eq!(of_field("Virtualized"), Some(MovedOnline));
    for silent in ["CONFIRMED", "TENTATIVE", "https://schema.org/EventScheduled", "open", ""] {
        assert_eq!(of_field(silent), None, "{silent}");
    }
}

#[test]
fn a_mark_at_either_end_is_taken_off_the_name() {
    for name in [
        "CANCELLED: Rust Night",
        "Cancelled - Rust Night",
        "[Canceled] Rust Night",
        "[CANCELLED]Rust Night",
        "CANCELED Rust Night",
        "*** CANCELLED *** Rust Night",
        "Rust Night - CANCELLED",
        "Rust Night – Abgesagt!",
        "Rust Night (annulé)",
        "Rust Night [Cancelado]",
        "Rust Night CANCELLED",
        "Rust Night | Event cancelled",
        "ABGESAGT: Rust Night (abgesagt)",
        "【中止】Rust Night",
        "Rust Night - cancelled due to snow",
        "❌ This event has been cancelled - Rust Night",
        "Cancelled! Rust Night",
        "CANCELLED:Rust Night",
        "CANCELLED--Rust Night",
    ] {
        assert_eq!(told(name), (Some(Cancelled), "Rust Night".to_owned()), "{name}");
    }
    assert_eq!(told("POSTPONED: Co-op Games"), (Some(Postponed), "Co-op Games".to_owned()));
    assert_eq!(told("C++ Night - postponed until further notice"), (Some(Postponed), "C++ Night".to_owned()));
    assert_eq!(told("Rust Night (new date)"), (Some(Rescheduled), "Rust Night".to_owned()));
    assert_eq!(told("Rust Night - moved online"), (Some(MovedOnline), "Rust Night".to_owned()));
}

#[test]
fn marks_are_read_in_nine_languages() {
    let all: [(EventStatus, &[&str]); 4] = [
        (
            Cancelled,
            &[
                "Canceled",
                "Called off",
                "Abgesagt",
                "Fällt aus",
                "FÄLLT LEIDER AUS",
                "Absage",
                "Annulé",
                "ANNULÉE",
                "Cancelado",
                "Cancelada",
                "Suspendido",
                "Geannuleerd",
                "Gaat niet door",
                "Afgelast",
                "Annullato",
                "Cancellata",
                "Odwołane",
                "ODWOŁANY",
                "Anulowane",
                "中止",
                "開催中止のお知らせ",
                "キャンセル",
            ],
        ),
        (
            Postponed,
            &[
                "Postponed",
                "Postponed until further notice",
                "Verschoben",
                "Verschoben auf unbestimmte Zeit",
                "Reporté",
                "Aplazado",
                "Pospuesta",
                "Adiado",
                "Uitgesteld",
                "Rinviato",
                "Rimandata",
                "Przełożone",
                "延期",
                "延期のお知らせ",
            ],
        ),
        (
            Rescheduled,
            &[
                "Rescheduled",
                "New date",
                "Neuer Termin",
                "Nouvelle date",
                "Nueva fecha",
                "Nova data",
                "Nieuwe datum",
                "Verplaatst",
                "Nuova data",
                "Nowy termin",
                "日程変更",
            ],
        ),
        (
            MovedOnline,
            &[
                "Moved online",
                "Now online",
                "Jetzt online",
                "Passé en ligne",
                "Ahora online",
                "Agora online",
                "Nu online",
                "Verplaatst naar online",
                "Spostato online",
                "Teraz online",
                "オンライン開催に変更",
            ],
        ),
    ];
    for (status, marks) in all {
        for mark in marks {
            for name in [
                format!("{mark}: Rust Night"),
                format!("[{mark}] Rust Night"),
                format!("【{mark}】Rust Night"),
                format!("Rust Night - {}", mark.to_uppercase()),
                format!("Rust Night ({mark})"),
                format!("Rust Night | {}!", mark.to_lowercase()),
            ] {
                assert_eq!(told(&name), (Some(status), "Rust Night".to_owned()), "{name}");
            }
        }
    }
}

#[test]
fn marks_of_further_languages_are_read_too() {
    for (name, status, rest) in [
        ("Gecanceld: Rust avond", Cancelled, "Rust avond"),
        ("Se cancela: Noche de Rust", Cancelled, "Noche de Rust"),
        ("Nit de Rust (cancel·lat)", Cancelled, "Nit de Rust"),
        ("[ANULAT] Seara Rust", Cancelled, "Seara Rust"),
        ("Отменяется: Rust вечер", Cancelled, "Rust вечер"),
        ("【活动取消】Rust 之夜", Cancelled, "Rust 之夜"),
        ("[Đã hủy] Đêm Rust", Cancelled, "Đêm Rust"),
        ("[ยกเลิก] Rust Night", Cancelled, "Rust Night"),
        ("Se aplaza: Noche de Rust", Postponed, "Noche de Rust"),
        ("Décalé au 5 mai : Soirée Rust", Postponed, "Soirée Rust"),
        ("Ajornada: Nit de Rust", Postponed, "Nit de Rust"),
        ("ODGOĐENO: Rust večer", Postponed, "Rust večer"),
        ("Перенос на 5 мая: Rust вечер", Postponed, "Rust вечер"),
        ("[Ditunda] Malam Rust", Postponed, "Malam Rust"),
        ("Ny dato: Rust aften", Rescheduled, "Rust aften"),
        ("【改期】Rust 之夜", Rescheduled, "Rust 之夜"),
        ("[일정 변경] Rust 밤", Rescheduled, "Rust 밤"),
    ] {
        assert_eq!(told(name), (Some(status), rest.to_owned()), "{name}");
    }
    assert_eq!(told("Перенос данных: доклад").0, None);
    assert_eq!(told("Hoãn lại sự lười biếng: talk").0, None);
}

#[test]
fn an_event_that_is_sold_out_takes_place() {
    for mark in [
        "Sold out",
        "Fully booked",
        "Ausgebucht",
        "Ausverkauft",
        "Complet",
        "Agotado",
        "Esgotado",
        "Uitverkocht",
        "Esaurito",
        "Brak miejsc",
        "満席",
    ] {
        for name in [format!("[{mark}] Rust Night"), format!("Rust Night - {mark}!"), format!("{mark}: Rust Night")] {
            assert_eq!(told(&name), (None, "Rust Night".to_owned()), "{name}");
        }
    }
    assert_eq!(told("SOLD OUT Rust Night - CANCELLED"), (Some(Cancelled), "Rust Night".to_owned()));
}

#[test]
fn a_mark_may_say_until_when_and_why() {
    for (name, status, rest) in [
        ("Reporté au 5 mai: Soirée Rust", Some(Postponed), "Soirée Rust"),
        ("Reporté au 5 mai à 19:30 : Soirée Rust", Some(Postponed), "Soirée Rust"),
        ("VERSCHOBEN auf 12.3.: Rust Abend", Some(Postponed), "Rust Abend"),
        ("Verschoben auf Mi., 12. März, 19 Uhr – Rust Abend", Some(Postponed), "Rust Abend"),
        ("Cancelled due to snow: Rust Night", Some(Cancelled), "Rust Night"),
        ("Cancelled - due to snow - Rust Night", Some(Cancelled), "Rust Night"),
        ("Cancelled today due to snow: Rust Night", Some(Cancelled), "Rust Night"),
        ("[POSTPONED to May 5] Rust Night", Some(Postponed), "Rust Night"),
        ("POSTPONED TO MAY 5 Rust Night", Some(Postponed), "Rust Night"),
        ("Postponed to May 5 - 7: Rust Days", Some(Postponed), "Rust Days"),
        ("ENTFÄLLT wegen Krankheit – Rust Abend", Some(Cancelled), "Rust Abend"),
        ("Entfällt am 5.3.: Rust Abend", Some(Cancelled), "Rust Abend"),
        ("Aplazado al 3 de junio: Noche de Rust", Some(Postponed), "Noche de Rust"),
        ("Noche de Rust - Aplazado al 3 de junio", Some(Postponed), "Noche de Rust"),
        ("Adiado para 3 de junho: Noite de Rust", Some(Postponed), "Noite de Rust"),
        ("Rinviato al 7 marzo - Serata Rust", Some(Postponed), "Serata Rust"),
        ("Uitgesteld naar 4 april: Rust avond", Some(Postponed), "Rust avond"),
        ("Geannuleerd wegens ziekte: Rust avond", Some(Cancelled), "Rust avond"),
        ("Annulé en raison de la grève : Soirée Rust", Some(Cancelled), "Soirée Rust"),
        ("Przełożone na 5 maja: Wieczór Rust", Some(Postponed), "Wieczór Rust"),
        ("Odwołane z powodu choroby: Wieczór Rust", Some(Cancelled), "Wieczór Rust"),
        ("Verlegt auf den 12.3.: Rust Abend", Some(Rescheduled), "Rust Abend"),
        ("Udsolgt: Rust aften", None, "Rust aften"),
        ("Распродано: Rust вечер", None, "Rust вечер"),
        ("改为线上：Rust 之夜", Some(MovedOnline), "Rust 之夜"),
        ("Moved to Zoom: Rust Night", Some(MovedOnline), "Rust Night"),
    ] {
        assert_eq!(told(name), (status, rest.to_owned()), "{name}");
    }
}

#[test]
fn what_was_postponed_to_the_day_it_is_listed_for_has_a_new_date() {
    let on = |name, day: &str| of_name(name).0.on(day.parse().unwrap());
    for name in
        ["Postponed to May 5: Rust", "Reporté au 5 mai: Rust", "Rust - verschoben auf 5.5.", "[Postponed to 5/5] Rust"]
    {
        assert_eq!([on(name, "2026-05-05"), on(name, "2026-04-05")], [Some(Rescheduled), Some(Postponed)], "{name}");
    }
    assert_eq!(on("Cancelled on May 5: Rust", "2026-05-05"), Some(Cancelled));
}

#[test]
fn a_word_of_the_name_is_no_mark() {
    for name in [
        "Cancelled flights: a data talk",
        "Postponed gratification - a psychology evening",
        "Delayed Job internals: background work in Ruby",
        "Noise-Cancelled: how headphones work",
        "Getting things done (cancelled subscriptions edition)",
        "Echo cancellation - WebRTC in practice",
        "On Hold Music: telephony for hackers",
        "Moved Online Communities: ten years of Stack Overflow",
        "Sold Out Shows: scaling ticket systems",
        "Complet et gratuit : le web",
        "Cancelado por error: transacciones con Postgres",
        "Annulé par erreur: transactions en base de données",
        "Verschoben und verdreht: Matrizen",
        "New Date and Time API in Java",
        "Rust (and what it cancelled)",
        "The cancelled project - lessons",
        "中止できる非同期処理: AbortController入門",
        "How we cancelled our sprint",
        "How we cancelled our monolith",
        "Postponed gratification: a talk on queues",
        "Postponed to never: procrastination for engineers",
        "Cancelled by design: structured concurrency",
        "Sold out to the algorithm: a reading",
        "Moved to Rust: a migration story",
        "Annulé à tort: le droit du travail",
        "Verschoben auf morgen: warum wir aufschieben",
        "Aplazado para siempre: deuda técnica",
        "Why my talk was cancelled",
        "Cancelled culture",
        "Event-driven cancellation in Rust",
        "CANCELLED TV SHOWS MEETUP",
        "Talks: how we got cancelled and lived to tell everybody about it afterwards",
        "CANCELLED",
        "",
    ] {
        assert_eq!(told(name), (None, name.to_owned()), "{name}");
    }
}

#[test]
fn a_tag_may_stand_before_a_mark() {
    let said = |name| {
        let (marked, rest) = of_name(name);
        (marked.status, rest)
    };
    assert_eq!(
        said("[event] CANCELLED: Introduction to Kilns"),
        (Some(EventStatus::Cancelled), "[event] Introduction to Kilns".to_owned())
    );
    assert_eq!(
        said("RESCHEDULED DATE: Beginner Backgammon"),
        (Some(EventStatus::Rescheduled), "Beginner Backgammon".to_owned())
    );
    assert_eq!(said("[event] Introduction to Kilns"), (None, "[event] Introduction to Kilns".to_owned()));
    assert_eq!(said("(Re)scheduled: tea"), (None, "(Re)scheduled: tea".to_owned()));
}

proptest::proptest! {
    #[test]
    fn no_name_breaks_the_marks(name in ".{0,60}") {
        let _ = (of_name(&name), of_field(&name));
    }

    #[test]
    fn nothing_like_a_mark_breaks_the_marks(name in "[\\[\\](){}*!:~ -]{0,6}(CANCELLED|abgesagt)?[\\[\\](){}*!:~ -]{0,6}") {
        let _ = of_name(&name);
    }
}
