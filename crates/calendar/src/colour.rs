//! A colour per calendar, so that several are told apart without anybody choosing (RFC 7986 §5.9).

use hobnob_domain::Colour;

/// The colour a name has, always the same (FNV-1a, 64 bits).
pub(crate) fn colour_of(name: &str) -> Colour {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let position = usize::try_from(hash >> 32).unwrap_or_default() % Colour::ALL.len();
    Colour::ALL.get(position).copied().unwrap_or(Colour::Teal)
}

/// Its value, for clients that know no names.
pub(crate) const fn value(colour: Colour) -> &'static str {
    match colour {
        Colour::Teal => "#008080",
        Colour::Royalblue => "#4169E1",
        Colour::Seagreen => "#2E8B57",
        Colour::Darkorchid => "#9932CC",
        Colour::Firebrick => "#B22222",
        Colour::Steelblue => "#4682B4",
        Colour::Chocolate => "#D2691E",
        Colour::Indigo => "#4B0082",
    }
}
