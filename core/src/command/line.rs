//! Which program does a pasted line run?
//!
//! Lines come out of terminals and documents: with a prompt before them, behind `sudo` or an assignment,
//! in a pipe, with their output below. The first command of the first line that is one of ours is
//! read; what stands around it is noted. The output below tells who asked and what the server said.
//!
//! *Invariants.* A text whose first line runs none of our programs is not a line. Assignments are
//! skipped unread, for they may hold credentials. A line inside a line is read once and no deeper.

use super::reason::spoke;
use super::words::{Command, Line, Stdin, Word, split};
use super::{
    Asker, Context, Pasted, Reported, az, http, kubectl as program, sentence, verbs, whoami,
};

/// Programs that run the one after them.
const WRAPPERS: [&str; 13] = [
    "sudo", "time", "env", "nohup", "command", "exec", "watch", "doas", "minikube", "microk8s",
    "k3s", "xargs", "then",
];

/// What may end a prompt.
const PROMPTS: [char; 7] = ['$', '#', '%', '>', '❯', '➜', 'λ'];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    Kubectl,
    Az,
    Curl,
}

/// Reads a text whose first line runs one of our programs.
pub(super) fn read(text: &str, context: &Context) -> Option<Pasted> {
    let start = first_line(text)?;
    let line = split(text, prompt(text, start)?);
    let mut commands = line.commands.iter().enumerate();
    let (index, (program, words)) =
        commands.find_map(|(index, command)| Some((index, run(&command.words)?)))?;
    let before = index.checked_sub(1).and_then(|at| line.commands.get(at));
    let stdin = line
        .commands
        .get(index)
        .map(|command| stdin(text, &line, command, before))
        .unwrap_or_default();
    let mut pasted = match program {
        Program::Kubectl => program::read(words, stdin, context),
        Program::Az => of_azure(words, context),
        Program::Curl => http::curl(words),
    };
    around(&mut pasted, &line, index);
    below(&mut pasted, text, line.end, context);
    Some(pasted)
}

/// Reads a line of kubectl, whether or not it begins with `kubectl`.
pub(super) fn kubectl(text: &str, context: &Context) -> Pasted {
    let line = split(text, text.len() - text.trim_start().len());
    let Some(command) = line.commands.first() else {
        return Pasted::default();
    };
    let words = match run(&command.words) {
        Some((Program::Kubectl, words)) => words,
        _ => &command.words,
    };
    let mut pasted = program::read(words, stdin(text, &line, command, None), context);
    around(&mut pasted, &line, 0);
    pasted
}

/// Reads the words after `az`, and the line that runs in the cluster, if there is one.
fn of_azure(words: &[Word], context: &Context) -> Pasted {
    let (mut pasted, inside) = az::read(words);
    if let Some(word) = inside {
        let inner = kubectl(&word.text, context);
        pasted.requests = inner.requests;
        pasted.impersonate = inner.impersonate;
        for note in inner.notes {
            pasted.note(note);
        }
        for problem in inner.problems {
            pasted.problem(word.span(), problem.message);
        }
    }
    pasted
}

/// The same where it is uncertain whether the text is such a line: it must be one without a doubt.
pub(super) fn bare(text: &str, context: &Context) -> Option<Pasted> {
    let text = text.trim_end();
    let first = text.split_whitespace().next()?;
    if !verbs::is_verb(first) || text.trim_start().contains('\n') {
        return None;
    }
    let pasted = kubectl(text, context);
    (pasted.problems.is_empty() && pasted.notes.is_empty()).then_some(pasted)
}

/// Where the first line begins that is neither blank nor a comment.
fn first_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let comment = trimmed.strip_prefix('#').is_some_and(|rest| {
            rest.split_whitespace()
                .next()
                .is_none_or(|word| named(word).is_none())
        });
        if !trimmed.is_empty() && !comment && !trimmed.starts_with("```") {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Where the line begins after its prompt, if a program of ours is named on it at all.
fn prompt(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let line = rest.lines().next()?;
    let mut at = 0;
    let mut after_prompt = 0;
    for word in line.split_inclusive([' ', '\t']) {
        if named(word.trim()).is_some() {
            // Such prompts go on with a folder and a branch.
            let arrow = line.trim_start().starts_with(['❯', '➜', 'λ']);
            return Some(start + if arrow { at } else { after_prompt });
        }
        at += word.len();
        if word.trim_end().ends_with(PROMPTS) && !word.trim_start().starts_with("2>") {
            after_prompt = at;
        }
    }
    // A continued line may name the program further down.
    let continues = line.trim_end().ends_with(['\\', '`', '^', '|']);
    (continues || line.contains("<<")).then_some(start + after_prompt)
}

/// The program a word names.
fn named(word: &str) -> Option<Program> {
    let name = word.rsplit(['/', '\\']).next()?;
    let name = [".exe", ".cmd"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    match name {
        "kubectl" | "k" | "oc" | "kubecolor" => Some(Program::Kubectl),
        "az" => Some(Program::Az),
        "curl" => Some(Program::Curl),
        _ => None,
    }
}

/// The program of a command, and the words after its name.
fn run(words: &[Word]) -> Option<(Program, &[Word])> {
    let mut wrapped = false;
    for (index, word) in words.iter().enumerate() {
        let rest = words.get(index + 1..).unwrap_or_default();
        if let Some(program) = named(&word.text) {
            // `minikube kubectl -- get pods`
            let rest = match rest.split_first() {
                Some((dashes, rest)) if dashes.text == "--" => rest,
                _ => rest,
            };
            let stands_alone =
                word.text == "k" && rest.first().is_none_or(|next| !is_argument(next));
            return (!stands_alone).then_some((program, rest));
        }
        let assigns = word.text.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        wrapped |= WRAPPERS.contains(&word.text.as_str());
        if !wrapped && !assigns {
            return None;
        }
    }
    None
}

fn is_argument(word: &Word) -> bool {
    word.text.starts_with('-') || verbs::is_verb(&word.text)
}

/// What a command reads when it is told to read its standard input.
fn stdin<'t>(
    text: &'t str,
    line: &Line,
    command: &'t Command,
    before: Option<&Command>,
) -> Stdin<'t> {
    let here = command.stdin.clone();
    let range = here.or_else(|| before.and_then(|of| of.stdin.clone()));
    // `kubectl apply -f -` with the documents simply below it.
    let below = text.get(line.end..).filter(|below| below.contains("kind"));
    Stdin {
        text: range.and_then(|range| text.get(range)).or(below),
        file: command.input.as_ref().map(|word| word.text.as_str()),
    }
}

/// Notes what of the line is not read.
fn around(pasted: &mut Pasted, line: &Line, index: usize) {
    let mut after = line.commands.iter().skip(index + 1);
    if after.any(|command| !command.words.is_empty()) {
        pasted.note("what follows the first command on the line is not read");
    }
    if line.expands.is_some() {
        pasted.note("shell variables and substitutions are not expanded");
    }
    if let Some(at) = line.open_quote {
        pasted.problem(at..at + 1, "this quote is not closed");
    }
}

/// Reads what stands below the line: the refusal it met, or further lines.
fn below(pasted: &mut Pasted, text: &str, end: usize, context: &Context) {
    let Some(below) = text.get(end..).filter(|below| !below.trim().is_empty()) else {
        return;
    };
    if let Some(reported) = answered(pasted, below) {
        pasted.reported = Some(reported);
    } else if let Some(told) = sentence::read(below, context).or_else(|| whoami::read(below)) {
        pasted.caller = pasted.caller.take().or(told.caller);
        pasted.reported = told.reported;
    } else if below.lines().any(|line| {
        prompt(line, 0).is_some_and(|at| {
            run(&split(line, at)
                .commands
                .first()
                .cloned()
                .unwrap_or_default()
                .words)
            .is_some()
        })
    }) {
        pasted.note("only the first line is read");
    }
}

/// The answer of `auth can-i`: `yes`, `no`, or `no - REASON`.
fn answered(pasted: &Pasted, below: &str) -> Option<Reported> {
    let asks = pasted
        .requests
        .iter()
        .any(|asked| asked.asker == Asker::Server);
    let line = below.lines().find(|line| !line.trim().is_empty())?.trim();
    let (answer, reason) = line.split_once(" - ").unwrap_or((line, ""));
    let allowed = match answer {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    asks.then(|| Reported {
        allowed,
        spoke: spoke(reason),
        reason: reason.to_owned(),
    })
}
