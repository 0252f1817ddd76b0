//! How wide is a text going to be?
//!
//! A layout must know before anything is drawn, and system fonts differ, so widths are estimated from
//! classes of letters and a little more is kept free.

/// The share that is kept free, because no two systems have the same type.
const SLACK: f64 = 1.05;

/// The width of a text in the sans type at this size, in the same unit.
pub fn width(text: &str, size: f64) -> f64 {
    let units: f64 = text.chars().map(letter).sum();
    units * size * SLACK
}

/// The width of a text in the fixed type at this size.
pub fn fixed(text: &str, size: f64) -> f64 {
    let units: f64 = text
        .chars()
        .map(|of| if is_wide(of) { 1.2 } else { 0.602 })
        .sum();
    units * size
}

/// A letter's width as a share of the size.
fn letter(of: char) -> f64 {
    match of {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.29,
        'f' | 't' | 'r' | '-' | '(' | ')' | '/' | '"' | '[' | ']' | '*' => 0.4,
        'm' | 'w' => 0.84,
        'M' | 'W' | '@' | '%' | '…' => 0.97,
        'A'..='Z' => 0.68,
        '0'..='9' => 0.6,
        of if is_wide(of) => 1.05,
        _ => 0.565,
    }
}

fn is_wide(of: char) -> bool {
    of >= '\u{1100}'
}

/// A count as a measure.
pub fn times(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A name of at most so many characters: a longer one loses its middle.
pub fn cut(name: &str, most: usize) -> String {
    let length = name.chars().count();
    if length <= most {
        return name.to_owned();
    }
    let ends = most.saturating_sub(1) / 2;
    let begins = most.saturating_sub(1).saturating_sub(ends);
    let first: String = name.chars().take(begins).collect();
    let last: String = name.chars().skip(length - ends).collect();
    let joint = ['-', '_', '.', ' ', '/'];
    format!(
        "{}…{}",
        first.trim_end_matches(joint),
        last.trim_start_matches(joint)
    )
}

/// A sentence in at most so many lines of that width; what does not fit ends in an ellipsis.
pub fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &String| width(line, size) + width(word, size) + 0.3 * size <= room;
        match lines.last_mut() {
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fitting(word, size, room)),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last, size) + size > room {
                last.pop();
            }
            let kept = last.trim_end_matches([' ', ',', '.', ';']).len();
            last.truncate(kept);
            last.push('…');
        }
    }
    lines
}

/// A word that is too long for a line loses its middle.
fn fitting(word: &str, size: f64, room: f64) -> String {
    // no letter is narrower than a quarter of the size
    let most_at_all = (0..1000)
        .take_while(|of| f64::from(*of) * size * 0.25 < room)
        .count();
    let mut most = word.chars().count().min(most_at_all + 4);
    let mut shown = cut(word, most);
    while most > 4 && width(&shown, size) > room {
        most -= 1;
        shown = cut(word, most);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_lose_their_middle() {
        assert_eq!(cut("dev-user-access", 26), "dev-user-access");
        let long = "sre-user-with-a-rather-long-name-access";
        assert_eq!(cut(long, 16), "sre-user…access");
        assert_eq!(cut("äöüäöüäöüäöü", 7), "äöü…äöü");
    }

    #[test]
    fn sentences_are_wrapped_and_end_in_an_ellipsis() {
        let text = "it grants this in dev, and the request asks for all namespaces of the cluster";
        let lines = wrap(text, 12.0, 160.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 12.0) <= 160.0 + 12.0));
        assert!(lines.last().is_some_and(|line| line.ends_with('…')));
        assert_eq!(wrap("short", 12.0, 160.0, 2), ["short"]);
        assert!(wrap(&"x".repeat(10_000), 12.0, 160.0, 2).len() == 1);
    }
}
