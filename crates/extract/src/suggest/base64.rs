//! Base64 (RFC 4648 §4 and §5), as far as addresses of calendars need it.

/// The text that was encoded; padding may be missing. None when it is no Base64, or no text.
pub(super) fn decoded(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in encoded.trim_end_matches('=').bytes() {
        held = (held << 6) | u32::from(sextet(byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn calendar_ids_are_decoded() {
        assert_eq!(decoded("cnVzdEBleGFtcGxlLm9yZw==").as_deref(), Some("rust@example.org"));
        assert_eq!(decoded("cnVzdEBleGFtcGxlLm9yZw").as_deref(), Some("rust@example.org"));
        assert_eq!([decoded("rust@example.org"), decoded("/w==")], [None, None]);
    }
}
