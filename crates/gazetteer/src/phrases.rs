//! The words by which listings say how one takes part, in small letters. A blank in a phrase stands for a blank, a hyphen
//! or nothing.

/// Online: these count wherever they stand.
pub(crate) const ONLINE: &[&str] = &[
    "on line",
    "virtual",
    "virtually",
    "virtuell",
    "virtuelle",
    "virtuel",
    "virtuale",
    "remote",
    "remotely",
    "webinar",
    "webinaire",
    "live stream",
    "live streamed",
    "live streaming",
    "zoom meeting",
    "zoom link",
    "zoom call",
    "google meet",
    "microsoft teams",
    "ms teams",
    "youtube live",
    "gather.town",
    "digital event",
    "en ligne",
    "à distance",
    "en línea",
    "en linea",
    "em linha",
    "オンライン",
    "ウェビナー",
    "線上",
    "线上",
    "在线",
    "온라인",
    "онлайн",
    "вебинар",
    "çevrimiçi",
    "zdalnie",
];

/// These are names of houses and firms too ("Discord HQ", "Internet Archive"): they count where they stand alone.
pub(crate) const ONLINE_ALONE: &[&str] = &[
    "zoom",
    "discord",
    "twitch",
    "youtube",
    "webex",
    "teams",
    "slack",
    "internet",
    "the internet",
    "cyberspace",
    "metaverse",
    "everywhere",
    "worldwide",
    "anywhere",
    "the cloud",
    "web",
];

/// Both at once.
pub(crate) const MIXED: &[&str] = &[
    "hybrid",
    "hybride",
    "híbrido",
    "híbrida",
    "hibrido",
    "hibrida",
    "ibrido",
    "ibrida",
    "hybridní",
    "hybrydowo",
    "ハイブリッド",
    "하이브리드",
];

/// In a room together.
pub(crate) const ON_SITE: &[&str] = &[
    "in person",
    "on site",
    "irl",
    "face to face",
    "présentiel",
    "presentiel",
    "presencial",
    "vor ort",
    "in presenza",
    "現地",
];

/// What may stand between such a word and the edge of its part of the text.
pub(crate) const BESIDE: &[&str] = &[
    "via",
    "on",
    "over",
    "in",
    "by",
    "with",
    "and",
    "or",
    "live",
    "meeting",
    "call",
    "link",
    "event",
    "server",
    "channel",
    "stream",
    "conference",
    "only",
];

/// What joins two ways to take part.
pub(crate) const AND: &[&str] = &["and", "or", "et", "und", "y"];

/// Where calls and streams are held.
pub(crate) const HOSTS_OF_CALLS: &[&str] = &[
    "zoom.us",
    "meet.google.com",
    "teams.microsoft.com",
    "teams.live.com",
    "webex.com",
    "meet.jit.si",
    "whereby.com",
    "youtube.com",
    "youtu.be",
    "twitch.tv",
    "discord.gg",
    "discord.com",
    "gather.town",
    "streamyard.com",
    "hopin.com",
    "gotomeeting.com",
    "bigbluebutton",
];
