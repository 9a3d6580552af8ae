//! The words by which fields and names say how one takes part.

use std::sync::LazyLock;

use hobnob_domain::text::folded;

use crate::phrase::holds;

/// Words that are compared folded.
#[derive(Debug)]
pub(super) struct Folded(Vec<String>);

impl Folded {
    fn of(words: &[&str]) -> Self {
        Self(words.iter().map(|word| folded(word)).collect())
    }

    /// Whether a folded text holds any of them.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|word| holds(text, word))
    }

    /// Whether this is one of them.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.0.iter().any(|other| other == word)
    }
}

/// Both at once, in fields.
pub(super) static MIXED: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "mixed",
        "hybrid",
        "both",
        "hibrido",
        "hibrida",
        "hybride",
        "ibrido",
        "ibrida",
        "misto",
        "mixto",
        "hybridni",
        "hybrydowo",
        "hybrydowe",
        "hibrit",
        "hybridi",
        "гибрид",
        "ハイブリッド",
        "하이브리드",
        "onsite and online",
        "online and onsite",
    ])
});

/// Over the network, in fields.
pub(super) static ONLINE: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "online",
        "virtual",
        "remote",
        "digital",
        "webinar",
        "livestream",
        "live stream",
        "virtuell",
        "virtuel",
        "virtuelle",
        "virtuale",
        "remoto",
        "en ligne",
        "distanciel",
        "a distance",
        "en linea",
        "a distancia",
        "em linha",
        "zdalnie",
        "cevrimici",
        "verkossa",
        "zoom",
        "onlineevent",
        "онлайн",
        "オンライン",
        "線上",
        "线上",
        "在线",
        "온라인",
    ])
});

/// In a room together, in fields.
pub(super) static OFFLINE: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "offline",
        "physical",
        "in person",
        "inperson",
        "onsite",
        "on site",
        "venue",
        "presencial",
        "prasenz",
        "vor ort",
        "en persona",
        "presentiel",
        "in presenza",
        "stacjonarnie",
        "op locatie",
        "pa plats",
        "yuz yuze",
        "irl",
        "офлайн",
        "очно",
        "オフライン",
        "現地",
        "现场",
        "오프라인",
    ])
});

/// What says online wherever it stands in a name.
pub(super) static ONLINE_IN_NAMES: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "online",
        "webinar",
        "webinaire",
        "webinario",
        "livestream",
        "live stream",
        "en ligne",
        "en linea",
        "em linha",
        "on zoom",
        "via zoom",
        "over zoom",
        "por zoom",
        "virtual event",
        "virtual meetup",
        "virtual meeting",
        "virtual conference",
        "virtual workshop",
        "virtual summit",
        "virtual session",
        "virtual edition",
        "virtual talk",
        "online event",
        "онлайн",
        "вебинар",
        "オンライン",
        "ウェビナー",
        "線上",
        "线上",
        "온라인",
    ])
});

/// What says it only where it stands apart, as "(virtual)" or "Remote:"; inside a name it may be what the event is about.
pub(super) static ONLINE_APART: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "virtual",
        "virtuell",
        "virtuel",
        "virtuelle",
        "virtuale",
        "remote",
        "remoto",
        "digital",
        "zoom",
        "distanciel",
    ])
});

/// What says it, standing apart, even where a house is named: one that is only told of for want of another.
pub(super) static ONLINE_DESPITE_A_HOUSE: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "online",
        "virtual",
        "virtuell",
        "virtuel",
        "virtuelle",
        "онлайн",
        "オンライン",
        "線上",
        "线上",
        "온라인",
    ])
});

/// What is about the network and not on it.
pub(super) static ABOUT_THE_NETWORK: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "online banking",
        "online business",
        "online casino",
        "online communities",
        "online community building",
        "online dating",
        "online gaming",
        "online marketing",
        "online privacy",
        "online retail",
        "online safety",
        "online security",
        "online shop",
        "online shopping",
        "online shops",
        "online store",
        "online trading",
    ])
});

/// What says both where it stands apart.
pub(super) static MIXED_APART: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "hybrid",
        "hybride",
        "hibrido",
        "hibrida",
        "ibrido",
        "ibrida",
        "hybridni",
        "ハイブリッド",
        "하이브리드",
    ])
});

/// What stands beside such a word in a part of a name that says nothing else.
pub(super) static BESIDE: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&[
        "conference",
        "edition",
        "event",
        "evento",
        "format",
        "live",
        "meeting",
        "meetup",
        "only",
        "session",
        "summit",
        "talk",
        "workshop",
        "and",
        "in",
        "person",
        "the",
    ])
});

/// What says both wherever it stands in a name.
pub(super) static MIXED_IN_NAMES: LazyLock<Folded> = LazyLock::new(|| {
    Folded::of(&["hybrid event", "hybrid meetup", "hybrid edition", "hybrid conference", "online and in person"])
});
