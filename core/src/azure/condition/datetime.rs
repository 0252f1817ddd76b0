//! Which moment does a text name?
//!
//! `2023-05-01T13:00:00.1234567Z`: a day, a time to the second with up to nine digits of its fraction, and
//! `Z` or an offset such as `+02:00`. A text without an offset, or with a day alone, is read as UTC and the
//! reader is told so. Moments are nanoseconds since the last day before the year 1.
//!
//! *Source:* conditions-format, "DateTime comparison operators"; ISO 8601.

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 24 * 3600;

/// A moment, and whether its offset was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTime {
    pub(crate) nanoseconds: i128,
    pub(super) has_offset: bool,
}

/// The moment that the whole text names.
pub(crate) fn read(text: &str) -> Option<DateTime> {
    let mut rest = text;
    let year = digits(&mut rest, 4)?;
    let month = after(&mut rest, '-').and_then(|()| digits(&mut rest, 2))?;
    let day = after(&mut rest, '-').and_then(|()| digits(&mut rest, 2))?;
    let (mut seconds, mut fraction) = (days(year, month, day)? * DAY, 0);
    let mut has_offset = false;
    if !rest.is_empty() {
        after(&mut rest, 'T').or_else(|| after(&mut rest, 't'))?;
        seconds += time(&mut rest)?;
        fraction = self::fraction(&mut rest)?;
        if !rest.is_empty() {
            seconds -= offset(&mut rest)? * 60;
            has_offset = true;
        }
    }
    rest.is_empty().then_some(DateTime {
        nanoseconds: i128::from(seconds) * i128::from(SECOND) + i128::from(fraction),
        has_offset,
    })
}

/// `hh:mm:ss`, in seconds.
fn time(rest: &mut &str) -> Option<i64> {
    let hour = up_to(digits(rest, 2)?, 23)?;
    let minute = after(rest, ':').and_then(|()| up_to(digits(rest, 2)?, 59))?;
    let second = after(rest, ':').and_then(|()| up_to(digits(rest, 2)?, 59))?;
    Some(hour * 3600 + minute * 60 + second)
}

/// A fraction of a second where there is one, in nanoseconds.
fn fraction(rest: &mut &str) -> Option<i64> {
    if after(rest, '.').is_none() {
        return Some(0);
    }
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let scale = 9_u32.checked_sub(u32::try_from(length).ok()?)?;
    Some(digits(rest, length)? * 10_i64.pow(scale))
}

/// `Z`, `+hh:mm` or `-hh:mm`, in minutes.
fn offset(rest: &mut &str) -> Option<i64> {
    if after(rest, 'Z').or_else(|| after(rest, 'z')).is_some() {
        return Some(0);
    }
    let sign = match after(rest, '+') {
        Some(()) => 1,
        None => after(rest, '-').map(|()| -1)?,
    };
    let hours = up_to(digits(rest, 2)?, 14)?;
    let minutes = after(rest, ':').and_then(|()| up_to(digits(rest, 2)?, 59))?;
    Some(sign * (hours * 60 + minutes))
}

/// Days since the last one before the year 1.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |month| match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let known = (1..=12).contains(&month) && (1..=length(month)).contains(&day) && year >= 1;
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    let months: i64 = (1..month).map(length).sum();
    known.then_some(years + months + day)
}

/// The next characters as a number: exactly so many digits.
fn digits(rest: &mut &str, count: usize) -> Option<i64> {
    let (digits, after) = rest.split_at_checked(count)?;
    let all = count > 0 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = all.then(|| digits.parse().ok()).flatten()?;
    *rest = after;
    Some(number)
}

fn after(rest: &mut &str, character: char) -> Option<()> {
    *rest = rest.strip_prefix(character)?;
    Some(())
}

fn up_to(number: i64, most: i64) -> Option<i64> {
    (number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::read;

    const SECOND: i128 = 1_000_000_000;

    fn moment(text: &str) -> i128 {
        read(text).unwrap().nanoseconds
    }

    #[test]
    fn the_same_moment_in_many_ways() {
        let noon = moment("2023-05-01T12:00:00Z");
        for text in [
            "2023-05-01T12:00:00z",
            "2023-05-01t12:00:00.000Z",
            "2023-05-01T14:00:00+02:00",
            "2023-04-30T22:00:00-14:00",
            "2023-05-01T12:00:00.000000000Z",
            "2023-05-01T12:00:00",
        ] {
            assert_eq!(moment(text), noon, "{text}");
        }
        assert!(!read("2023-05-01T12:00:00").unwrap().has_offset);
        assert!(!read("2023-05-01").unwrap().has_offset);
        assert!(read("2023-05-01T14:00:00+02:00").unwrap().has_offset);
    }

    #[test]
    fn moments_are_as_far_apart_as_the_calendar_says() {
        let day = 24 * 3600 * SECOND;
        for (earlier, later, apart) in [
            ("2023-02-28", "2023-03-01", day),
            ("2024-02-28", "2024-03-01", 2 * day),
            ("1900-02-28", "1900-03-01", day),
            ("2000-01-01", "2001-01-01", 366 * day),
            ("1970-01-01", "2026-01-01", 20_454 * day),
            ("0001-01-01", "1970-01-01", 719_162 * day),
            ("2022-12-31T23:59:59.9999999Z", "2023-01-01", 100),
        ] {
            assert_eq!(moment(later) - moment(earlier), apart, "{earlier} {later}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2023",
            "2023-13-01",
            "2023-02-29",
            "0000-01-01",
            "2023-05-01T",
            "2023-05-01T24:00:00Z",
            "2023-05-01T12:00Z",
            "2023-05-01T12:00:60Z",
            "2023-05-01T12:00:00.Z",
            "2023-05-01T12:00:00.1234567890Z",
            "2023-05-01T12:00:00+15:00",
            "2023-05-01T12:00:00 Z",
            "2023-05-01 12:00:00Z",
            "2023-05-01T12:00:00Zx",
            "２０２３-05-01",
            "+023-05-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
