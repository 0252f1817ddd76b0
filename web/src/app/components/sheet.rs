//! What stands beside and behind the text in the editor?
//!
//! Line numbers, the marked lines and the signs of remarks are each one text of as many lines as the
//! text itself, in the same type: a text of ten thousand lines is three nodes, not ten thousand.

use aksess::sorted;
use aksess::{Diagnostic, Severity};
use yew::{Html, Properties, classes, component, html, use_memo};

use super::notes::severity;

/// The marked lines, first and last, as a layer behind the text.
pub(crate) fn marks(lines: Option<(u32, u32)>) -> Html {
    let Some((first, last)) = lines else {
        return Html::default();
    };
    let newlines = |count: u32| "\n".repeat(count as usize);
    html! {
        <div class="marks" aria-hidden="true">
            { newlines(first.saturating_sub(1)) }<span>{ newlines(last.saturating_sub(first) + 1) }</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GutterProps {
    /// How many lines the text has.
    pub(crate) count: usize,
    pub(crate) lines: Option<(u32, u32)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Line numbers and signs.
#[component]
pub(crate) fn Gutter(props: &GutterProps) -> Html {
    let numbers = use_memo(props.count, |count| numbers(*count));
    let signs = [Severity::Info, Severity::Warning, Severity::Error].map(|of| {
        let (class, _) = severity(of);
        html! { <div class={classes!("signs", class)}>{ signs(&props.diagnostics, of) }</div> }
    });
    html! {
        <div class="gutter" aria-hidden="true">
            { marks(props.lines) }
            <div class="numbers">{ (*numbers).clone() }</div>
            { for signs }
        </div>
    }
}

fn numbers(count: usize) -> String {
    let mut text = String::with_capacity(count * 6);
    for number in 1..=count {
        text.push_str(&number.to_string());
        text.push('\n');
    }
    text
}

/// A sign on every line with a remark of this severity.
fn signs(diagnostics: &[Diagnostic], severity: Severity) -> String {
    let of_this = diagnostics.iter().filter(|of| of.severity == severity);
    let lines = sorted::set(of_this.map(|of| of.location.line));
    let mut text = String::new();
    let mut at = 1;
    for line in lines {
        text.push_str(&"\n".repeat((line - at) as usize));
        text.push('●');
        at = line;
    }
    text
}
