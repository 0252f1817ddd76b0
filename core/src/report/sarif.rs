//! How do findings look to a tool that shows them beside the lines they are about?
//!
//! SARIF is what code scanning reads. A finding is a result at the first line it stands on, with the others
//! beside it; the rules come along with their titles and sources.
//!
//! *Source:* OASIS SARIF 2.1.0, sections 3.13 to 3.30 and 3.49; columns count UTF-16 code units, as ours do.

use std::fmt::Write;

use serde::Serialize;

use super::markdown::visible;
use crate::findings::{Finding, Findings, Level, LookedAt, Rule};
use crate::source::Location;

/// A log of one run, to be serialised as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sarif {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    help: Text,
    default_configuration: Configuration,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// Findings as a SARIF log.
pub fn findings_sarif(findings: &Findings) -> Sarif {
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "aksess",
                    version: crate::VERSION,
                    rules: Rule::all().map(descriptor).collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            results: findings.listed.iter().map(outcome).collect(),
        }],
    }
}

fn descriptor(rule: Rule) -> Descriptor {
    Descriptor {
        id: rule.word(),
        short_description: text(rule.title()),
        help: text(&format!("Source: {}", rule.source())),
        default_configuration: Configuration {
            level: level(rule.level()),
        },
    }
}

fn outcome(finding: &Finding) -> Outcome {
    let place = |of: &LookedAt| {
        Some((
            physical(of.location.as_ref()?),
            format!("{} {}", of.what, of.name),
        ))
    };
    let mut places = finding.looked_at.iter().filter_map(place);
    let first = places.next();
    let related = places
        .enumerate()
        .map(|(at, (physical_location, what))| Place {
            id: Some(at + 1),
            physical_location,
            message: Some(text(&what)),
        });
    let related_locations = related.collect();
    let locations = first.into_iter().map(|(physical_location, _)| Place {
        id: None,
        physical_location,
        message: None,
    });
    Outcome {
        rule_id: finding.rule.word(),
        rule_index: Rule::all()
            .position(|of| of == finding.rule)
            .unwrap_or_default(),
        level: level(finding.level),
        message: text(&format!("{} {}", finding.words, finding.remedy)),
        locations: locations.collect(),
        related_locations,
    }
}

fn physical(at: &Location) -> Physical {
    Physical {
        artifact_location: Artifact {
            uri: reference(&at.source),
        },
        region: Region {
            start_line: at.line,
            start_column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
        },
    }
}

fn text(of: &str) -> Text {
    Text { text: visible(of) }
}

fn level(of: Level) -> &'static str {
    match of {
        Level::High => "error",
        Level::Medium => "warning",
        Level::Low => "note",
    }
}

/// The name of a source as a relative reference: what a path may not hold is written in percent. A colon would
/// make a scheme of what stands before it.
///
/// *Source:* RFC 3986, section 4.2.
fn reference(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' => uri.push('/'),
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
