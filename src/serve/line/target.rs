//! The bytes of a request target that clients send raw and servers take, and their percent-encoding (RFC 3986 §2.1). A blank is not
//! one of them: it ends the target.

/// Whether real clients send this byte in a target although RFC 3986 has no place for it, and the `http` crate refuses it.
pub(super) fn is_refused(byte: u8) -> bool {
    matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0x80..)
}

/// Appends a piece of a target with the refused bytes percent-encoded.
pub(super) fn encode(piece: &[u8], output: &mut Vec<u8>) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
    for &byte in piece {
        if is_refused(byte) {
            output.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        } else {
            output.push(byte);
        }
    }
}
