//! When is an assignment in force?
//!
//! Time-bound assignments begin and end. The core has no clock: a request may say the instant it is about
//! (`at`), and without it a window counts as open, which a trace tells. A host that decides about now says so.
//!
//! *Source:* spec section 4.1 (PIM).

use std::fmt;

use super::condition::datetime;

/// Seconds from the last day before the year 1 to 1970.
const UNIX_EPOCH: i128 = 719_163 * 86_400;

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Nanoseconds since the last day before the year 1.
    nanoseconds: i128,
}

impl Instant {
    /// Reads `2026-11-26T09:00:00Z`; a time without an offset is UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let nanoseconds = datetime::read(text.trim())?.nanoseconds;
        Some(Self { nanoseconds })
    }

    /// The instant so many seconds after 1970 began, in UTC and without leap seconds.
    pub fn of_unix(seconds: u64) -> Self {
        Self {
            nanoseconds: (UNIX_EPOCH + i128::from(seconds)) * 1_000_000_000,
        }
    }
}

/// To the second, in UTC.
impl fmt::Display for Instant {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.nanoseconds.div_euclid(1_000_000_000);
        let (year, month, day) = date(seconds.div_euclid(86_400));
        let of_day = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        write!(
            to,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// The date of a day, counted with March as the first month so that leap days end a year.
fn date(day: i128) -> (i128, i128, i128) {
    let shifted = day + 305;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year + era * 400 + i128::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_as_they_are_read() {
        for text in [
            "2026-11-26T09:00:00Z",
            "2024-02-29T23:59:59Z",
            "2000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(Instant::parse(text).unwrap().to_string(), text);
        }
        let shifted = Instant::parse("2027-06-30T01:00:00.0000000+02:00").unwrap();
        assert_eq!(shifted.to_string(), "2027-06-29T23:00:00Z");
        assert_eq!(Instant::parse("tomorrow"), None);
        assert_eq!(Instant::of_unix(0).to_string(), "1970-01-01T00:00:00Z");
        let later = Instant::of_unix(1_700_000_000);
        assert_eq!(Some(later), Instant::parse("2023-11-14T22:13:20Z"));
    }
}
