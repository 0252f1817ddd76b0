//! Which headers tell an identity?
//!
//! Two families of names, one for the caller whom a front proxy knows and one for whom a caller wants to be.
//! Both end in the same words, and both escape the keys of extra fields alike.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/request/headerrequest/requestheader.go`
//! (`X-Remote-*`, `unescapeExtraKey`), `staging/src/k8s.io/api/authentication/v1/types.go` (`Impersonate-*`).

/// The beginning of the headers by which a front proxy names the caller.
pub(crate) const REMOTE: &str = "x-remote-";
/// The beginning of the headers by which a caller asks to act as someone else.
pub(crate) const IMPERSONATE: &str = "impersonate-";

/// The key of an extra field from the rest of its header: lower case, then percent-decoded.
pub(crate) fn extra_key(escaped: &str) -> Option<String> {
    let mut bytes = escaped.bytes();
    let mut key = Vec::with_capacity(escaped.len());
    while let Some(byte) = bytes.next() {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        key.push(match byte {
            b'%' => u8::try_from(digit(bytes.next()?)? * 16 + digit(bytes.next()?)?).ok()?,
            plain => plain.to_ascii_lowercase(),
        });
    }
    String::from_utf8(key).ok().filter(|key| !key.is_empty())
}
