//! How are findings said in words?
//!
//! For a terminal, and in Markdown for a pull request or a page. Both say what is so, what it stands on, and
//! what to do.

use super::markdown::{code, sentence, visible};
use crate::findings::{Finding, Findings, Level, LookedAt};

/// Findings as text for a terminal, places included.
pub fn render_findings(findings: &Findings) -> String {
    let mut lines = vec![summary(findings)];
    for finding in &findings.listed {
        lines.push(String::new());
        lines.push(format!(
            "{:<7}{} [{}]",
            finding.level.word(),
            finding.rule.title(),
            finding.rule.word()
        ));
        lines.push(format!("       {}", visible(&finding.words)));
        for of in &finding.looked_at {
            lines.push(format!(
                "       {} {}{}",
                visible(&of.what),
                visible(&of.name),
                super::place(of.location.as_ref(), of.unplaced)
            ));
        }
        lines.push(format!("     → {}", visible(&finding.remedy)));
        lines.push(format!("       Source: {}", finding.source));
    }
    lines.join("\n")
}

/// Findings as Markdown, the gravest first.
pub fn findings_markdown(findings: &Findings) -> String {
    let mut blocks = vec!["# Findings".to_owned(), summary(findings)];
    for level in [Level::High, Level::Medium, Level::Low] {
        let mut of_level = findings
            .listed
            .iter()
            .filter(|of| of.level == level)
            .peekable();
        if of_level.peek().is_none() {
            continue;
        }
        blocks.push(format!("## {}", heading(level)));
        blocks.extend(of_level.map(block));
    }
    blocks.join("\n\n")
}

fn block(finding: &Finding) -> String {
    let mut lines = vec![
        format!(
            "### {} (`{}`)",
            sentence(finding.rule.title()),
            finding.rule.word()
        ),
        String::new(),
        sentence(&finding.words),
        String::new(),
    ];
    lines.extend(finding.looked_at.iter().map(looked_at));
    lines.push(String::new());
    lines.push(format!("**Do:** {}", sentence(&finding.remedy)));
    lines.push(String::new());
    lines.push(format!("Source: {}", sentence(finding.source)));
    lines.join("\n")
}

fn looked_at(of: &LookedAt) -> String {
    let place = of.location.as_ref();
    let place = place.map_or_else(String::new, |at| {
        format!(", {} line {}", code(&at.source), at.line)
    });
    format!("- {} {}{place}", sentence(&of.what), code(&of.name))
}

/// `3 findings: 1 high, 2 low.`
fn summary(findings: &Findings) -> String {
    let count = |level| {
        findings
            .listed
            .iter()
            .filter(|of| of.level == level)
            .count()
    };
    let counts = [Level::High, Level::Medium, Level::Low].map(|level| (count(level), level));
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, level)| format!("{count} {}", level.word()))
        .collect();
    let more = match findings.unlisted {
        0 => String::new(),
        more => format!(" {more} more are not listed."),
    };
    match findings.listed.len() {
        0 => "Nothing to look at.".to_owned(),
        1 => format!("1 finding: {}.", said.join(", ")),
        all => format!("{all} findings: {}.{more}", said.join(", ")),
    }
}

fn heading(level: Level) -> &'static str {
    match level {
        Level::High => "High",
        Level::Medium => "Medium",
        Level::Low => "Low",
    }
}
