//! Is the host of an absolute target well formed?
//!
//! `GET http://other/api/v1/pods` and `CONNECT other:443` name a host. It plays no part in the
//! decision, but a malformed one makes the whole request invalid.
//!
//! *Source:* Go 1.26 `net/url` (`parseAuthority`, `parseHost`, `validOptionalPort`, `validUserinfo`)
//! and `net/netip` (`ParseAddr`).

use std::net::Ipv6Addr;

use super::percent::{Part, decode, encode};
use crate::quote::quote;

/// The authority as Go writes it back, or what is wrong with it.
pub(super) fn read(authority: &str) -> Result<String, String> {
    let Some((user, host)) = authority.rsplit_once('@') else {
        return host(authority);
    };
    let host = self::host(host)?;
    let stands = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(stands) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    let user = match user.split_once(':') {
        Some((name, password)) => format!("{}:{}", again(name)?, again(password)?),
        None => again(user)?,
    };
    Ok(format!("{user}@{host}"))
}

fn again(user: &str) -> Result<String, String> {
    decode(user, Part::UserInfo).map(|user| encode(&user, Part::UserInfo))
}

/// `name`, `name:port`, `[address]` or `[address]:port`.
fn host(text: &str) -> Result<String, String> {
    let Some((before, bracketed)) = text.rsplit_once('[') else {
        let port = text.find(':').and_then(|at| text.get(at..));
        optional_port(port.unwrap_or_default())?;
        return decode(text, Part::Host).map(|host| encode(&host, Part::Host));
    };
    if !before.is_empty() {
        return Err("invalid IP-literal".to_owned());
    }
    let Some((address, port)) = bracketed.rsplit_once(']') else {
        return Err("missing ']' in host".to_owned());
    };
    optional_port(port)?;
    let mut decoded = match address
        .find("%25")
        .and_then(|at| address.split_at_checked(at))
    {
        Some((address, zone)) => {
            let mut host = decode(address, Part::Host)?;
            ipv6(&host)?;
            host.extend(decode(zone, Part::Zone).and_then(named)?);
            host
        }
        None => decode(address, Part::Host).and_then(|host| ipv6(&host).map(|()| host))?,
    };
    decoded.insert(0, b'[');
    decoded.push(b']');
    decoded.extend(port.bytes());
    Ok(encode(&decoded, Part::Host))
}

/// `%` and at least one byte more.
fn named(zone: Vec<u8>) -> Result<Vec<u8>, String> {
    match zone.len() {
        0 | 1 => Err("invalid host: zone must be a non-empty string".to_owned()),
        _ => Ok(zone),
    }
}

fn ipv6(address: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(address).ok();
    let address = text.and_then(|text| text.parse::<Ipv6Addr>().ok());
    address.map_or_else(
        || Err("invalid host: unable to parse IP".to_owned()),
        |_| Ok(()),
    )
}

/// Nothing, or a colon and any number of digits.
fn optional_port(port: &str) -> Result<(), String> {
    let digits = port.strip_prefix(':').unwrap_or("x");
    if port.is_empty() || digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(format!("invalid port {} after host", quote(port)))
    }
}
