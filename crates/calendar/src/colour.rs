//! A colour per calendar, so that several are told apart without anybody choosing (RFC 7986 §5.9).

/// CSS3 names with their value, all readable under white text.
const COLOURS: &[(&str, &str)] = &[
    ("teal", "#008080"),
    ("royalblue", "#4169E1"),
    ("seagreen", "#2E8B57"),
    ("darkorchid", "#9932CC"),
    ("firebrick", "#B22222"),
    ("steelblue", "#4682B4"),
    ("chocolate", "#D2691E"),
    ("indigo", "#4B0082"),
];

/// The colour a name has, always the same (FNV-1a, 64 bits).
pub(crate) fn colour(name: &str) -> (&'static str, &'static str) {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let position = usize::try_from(hash >> 32).unwrap_or_default() % COLOURS.len();
    COLOURS.get(position).copied().unwrap_or(("teal", "#008080"))
}
