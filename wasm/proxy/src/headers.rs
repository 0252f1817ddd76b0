//! Which headers did a request come with?
//!
//! The proxy hands over all of them in one buffer: how many, the sizes of each name and value, then the
//! names and values, each followed by a NUL. They are read in place.
//!
//! *Source:* `serialize`/`deserialize` of header maps in the proxy-wasm SDKs; the ABI specification leaves
//! it to them.
//!
//! *Invariants.* A buffer that is cut off gives the headers that are whole. Names come in lower case, and may
//! be no text.

/// The headers of a request.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    bytes: Vec<u8>,
}

impl Headers {
    /// Takes the buffer the proxy made.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// Names and values, in the order they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let count = number(&self.bytes, 0).unwrap_or(0);
        let mut at = 4 + 8 * count.min(self.bytes.len());
        (0..count).map_while(move |index| {
            let name_size = number(&self.bytes, 4 + 8 * index)?;
            let value_size = number(&self.bytes, 8 + 8 * index)?;
            let name = self.bytes.get(at..at.checked_add(name_size)?)?;
            at += name_size + 1;
            let value = self.bytes.get(at..at.checked_add(value_size)?)?;
            at += value_size + 1;
            Some((name, value))
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*four)).ok()
}

/// Headers in the form the proxy reads.
pub(crate) fn encode(headers: &[(&str, &str)]) -> Vec<u8> {
    let size = |text: &str| u32::try_from(text.len()).unwrap_or(0).to_le_bytes();
    let count = u32::try_from(headers.len()).unwrap_or(0);
    let mut bytes = count.to_le_bytes().to_vec();
    for (name, value) in headers {
        bytes.extend(size(name));
        bytes.extend(size(value));
    }
    for (name, value) in headers {
        for text in [name, value] {
            bytes.extend(text.as_bytes());
            bytes.push(0);
        }
    }
    bytes
}
