//! Which words does a shell make of a line?
//!
//! A line is cut into commands at `|`, `;` and `&`, and each command into words, as a POSIX shell would:
//! single quotes keep everything, double quotes all but `\`, a backslash keeps the next character and
//! joins lines at their end (so do PowerShell's backtick and cmd's caret). Redirections are left out;
//! the text of a here-document is found by its delimiter. Nothing is expanded: a word that holds a
//! `$` or a backtick is kept as written and marked.
//!
//! *Source:* POSIX Shell Command Language, 2.2 Quoting, 2.3 Token Recognition, 2.7 Redirection.
//!
//! *Invariants.* One pass over the text. Every word lies where its offsets say. Reading ends at the first
//! line end outside quotes; what comes after it is not looked at but for here-documents.

use std::ops::Range;

/// One word with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Word {
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The words between two separators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// Where the text of its here-document stands.
    pub(super) stdin: Option<Range<usize>>,
    /// The file its input comes from.
    pub(super) input: Option<Word>,
    delimiter: Option<String>,
}

/// Input of a command that stands in the pasted text, or in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stdin<'t> {
    pub(super) text: Option<&'t str>,
    pub(super) file: Option<&'t str>,
}

/// One line of a shell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) commands: Vec<Command>,
    /// Whether something is written to a file or read from one.
    pub(super) redirects: bool,
    /// A word with a `$` or a backtick outside single quotes.
    pub(super) expands: Option<Range<usize>>,
    /// Where a quote opens that is not closed.
    pub(super) open_quote: Option<usize>,
    /// Where the text after the line begins.
    pub(super) end: usize,
}

/// Cuts the line that begins at `from`.
pub(super) fn split(text: &str, from: usize) -> Line {
    let mut reader = Reader {
        text,
        at: from,
        line: Line {
            commands: vec![Command::default()],
            ..Line::default()
        },
        target: Target::Word,
    };
    reader.read();
    reader.here_documents();
    reader.line
}

/// What the next word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Word,
    /// A file that is written.
    Written,
    Input,
    Delimiter,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: Line,
    target: Target,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn read(&mut self) {
        while let Some(next) = self.peek() {
            if let Some(width) = self.joined() {
                self.at += width;
                continue;
            }
            match next {
                '\n' => {
                    self.at += 1;
                    break;
                }
                '\r' | ' ' | '\t' | '\u{a0}' => self.at += next.len_utf8(),
                '#' => {
                    let comment = self.rest().find('\n').unwrap_or(self.rest().len());
                    self.at += comment;
                }
                '|' | ';' | '&' => {
                    self.at += 1;
                    self.target = Target::Word;
                    if self.peek() == Some('>') {
                        continue;
                    }
                    self.line.commands.push(Command::default());
                }
                '>' | '<' => self.redirect(),
                _ => self.word(),
            }
        }
        self.line.end = self.at;
    }

    /// How many bytes a joined line end takes here.
    fn joined(&self) -> Option<usize> {
        let rest = self.rest();
        let after = rest.strip_prefix(['\\', '`', '^'])?;
        ["\n", "\r\n"]
            .iter()
            .find(|end| after.starts_with(**end))
            .map(|end| 1 + end.len())
    }

    fn redirect(&mut self) {
        self.line.redirects = true;
        let rest = self.rest();
        let (width, target) = [
            ("<<<", Target::Written),
            ("<<-", Target::Delimiter),
            ("<<", Target::Delimiter),
            ("<", Target::Input),
            (">>", Target::Written),
            (">&", Target::Written),
            (">|", Target::Written),
            (">", Target::Written),
        ]
        .into_iter()
        .find(|(sign, _)| rest.starts_with(sign))
        .map_or((1, Target::Written), |(sign, target)| (sign.len(), target));
        self.at += width;
        self.target = target;
    }

    fn word(&mut self) {
        let start = self.at;
        let mut text = String::new();
        let mut quote: Option<(char, usize)> = None;
        let mut expands = false;
        while let Some(next) = self.peek() {
            let literal = quote.is_some_and(|(quote, _)| quote == '\'');
            if !literal && let Some(width) = self.joined() {
                self.at += width;
                continue;
            }
            if quote.is_none()
                && matches!(
                    next,
                    '\n' | '\r' | ' ' | '\t' | '\u{a0}' | '|' | ';' | '&' | '<' | '>'
                )
            {
                break;
            }
            self.at += next.len_utf8();
            match (next, quote) {
                ('\'' | '"', None) => quote = Some((next, self.at - 1)),
                (_, Some((closing, _))) if next == closing => quote = None,
                ('\\', Some(('\'', _))) => text.push(next),
                ('\\', _) => self.escaped(quote.is_some(), &mut text),
                _ => {
                    expands |= !literal && matches!(next, '$' | '`');
                    text.push(next);
                }
            }
        }
        if expands && self.line.expands.is_none() {
            self.line.expands = Some(start..self.at);
        }
        if let Some((_, opened)) = quote {
            self.line.open_quote = Some(opened);
        }
        self.place(Word {
            text,
            start,
            end: self.at,
        });
    }

    /// The character after a backslash.
    fn escaped(&mut self, quoted: bool, text: &mut String) {
        let Some(next) = self.peek() else {
            text.push('\\');
            return;
        };
        if quoted && !matches!(next, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        self.at += next.len_utf8();
        text.push(next);
    }

    fn place(&mut self, word: Word) {
        let target = std::mem::replace(&mut self.target, Target::Word);
        let redirects = matches!(self.peek(), Some('<' | '>'));
        let Some(command) = self.line.commands.last_mut() else {
            return;
        };
        let is_number = word.text.bytes().all(|byte| byte.is_ascii_digit());
        match target {
            // The 2 of `2>`.
            Target::Word if redirects && is_number => {}
            Target::Word => command.words.push(word),
            Target::Written => {}
            Target::Input => command.input = Some(word),
            Target::Delimiter => command.delimiter = Some(word.text),
        }
    }

    /// Here-documents stand after the line, in order.
    fn here_documents(&mut self) {
        let mut commands = std::mem::take(&mut self.line.commands);
        for command in &mut commands {
            let Some(delimiter) = command.delimiter.take() else {
                continue;
            };
            let start = self.line.end;
            let mut end = start;
            for line in self
                .text
                .get(start..)
                .unwrap_or_default()
                .split_inclusive('\n')
            {
                self.line.end += line.len();
                if line.trim() == delimiter {
                    break;
                }
                end = self.line.end;
            }
            command.stdin = Some(start..end);
        }
        self.line.commands = commands;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        let line = split(text, 0);
        let texts = |command: Command| command.words.into_iter().map(|word| word.text).collect();
        line.commands.into_iter().map(texts).collect()
    }

    #[test]
    fn words_are_those_of_a_shell() {
        for (text, expected) in [
            ("kubectl  get\tpods", vec![vec!["kubectl", "get", "pods"]]),
            (
                r#"a 'b c' "d e" f\ g"#,
                vec![vec!["a", "b c", "d e", "f g"]],
            ),
            (
                r#"-p '{"a":"b"}' "x\"y\\z\n""#,
                vec![vec!["-p", r#"{"a":"b"}"#, "x\"y\\z\\n"]],
            ),
            ("a''b \"\" c", vec![vec!["ab", "", "c"]]),
            (
                "get \\\n  pods `\n -n ^\r\n dev\nnext",
                vec![vec!["get", "pods", "-n", "dev"]],
            ),
            (
                "a | b && c;d",
                vec![vec!["a"], vec!["b"], vec![], vec!["c"], vec!["d"]],
            ),
            ("a > f 2>&1 b 2>/dev/null <in", vec![vec!["a", "b"]]),
            ("a b # c d", vec![vec!["a", "b"]]),
            ("a b#c", vec![vec!["a", "b#c"]]),
            ("", vec![vec![]]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_expanded_or_closed_is_marked() {
        let line = split("a $X '$y'", 0);
        assert_eq!(line.expands, Some(2..4));
        assert_eq!(split("a '$y' b", 0).expands, None);
        assert_eq!(split("a \"b c", 0).open_quote, Some(2));
        assert_eq!(split("ä ß", 0).commands.len(), 1);
    }

    #[test]
    fn a_here_document_belongs_to_its_command() {
        let text = "cat <<'EOF' | kubectl apply -f -\nkind: Pod\nEOF\nmore";
        let line = split(text, 0);
        let stdin = line.commands.first().and_then(|of| of.stdin.clone());
        assert_eq!(stdin.and_then(|range| text.get(range)), Some("kind: Pod\n"));
        assert_eq!(text.get(line.end..), Some("more"));
        let open = split("x <<EOF\na\nb", 0);
        assert_eq!(
            open.commands.first().and_then(|of| of.stdin.clone()),
            Some(8..11)
        );
    }
}
