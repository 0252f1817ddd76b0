//! Which bytes does a base64 text stand for?
//!
//! Both alphabets are read: that of payloads of tokens, whose padding is left out or not, and that of files.
//!
//! *Source:* RFC 4648 sections 4 and 5; RFC 7515 section 2; `pad_forward_payload_header` of `jwt_authn`.

/// The bytes; `None` for what is no base64, padded or not.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let end = text
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |at| at + 1);
    let (digits, padding) = text.split_at_checked(end)?;
    if padding.len() > 2
        || (!padding.is_empty() && !text.len().is_multiple_of(4))
        || digits.len() % 4 == 1
    {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let mut word: u32 = 0;
        for digit in four {
            word = (word << 6) | u32::from(value(*digit)?);
        }
        let missing = 4 - four.len();
        word <<= 6 * missing;
        let [_, first, second, third] = word.to_be_bytes();
        bytes.extend([first, second, third].into_iter().take(3 - missing));
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'-' | b'+' => Some(62),
        b'_' | b'/' => Some(63),
        _ => None,
    }
}
