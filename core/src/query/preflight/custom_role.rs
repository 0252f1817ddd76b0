//! How is a custom role written that gives exactly some actions?
//!
//! In the shape that `az role definition create --role-definition` takes.
//!
//! *Source:* Azure RBAC, "Azure custom roles", Custom role properties; spec section 4.6.

use std::fmt::Write;

use serde::Serialize;

/// A role definition in the shape that `az role definition create --role-definition` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomRole {
    /// Its name.
    pub name: String,
    /// Always `true`.
    pub is_custom: bool,
    /// What it is for.
    pub description: String,
    /// Control-plane actions.
    pub actions: Vec<String>,
    /// Always empty.
    pub not_actions: Vec<String>,
    /// Data-plane actions.
    pub data_actions: Vec<String>,
    /// Always empty.
    pub not_data_actions: Vec<String>,
    /// Where it may be assigned.
    pub assignable_scopes: Vec<String>,
}

impl CustomRole {
    /// The definition as JSON, to be kept in a file.
    pub fn to_json(&self) -> String {
        let list = |items: &[String]| match items {
            [] => "[]".to_owned(),
            items => {
                let lines: Vec<String> = items
                    .iter()
                    .map(|of| format!("\n    {}", json(of)))
                    .collect();
                format!("[{}\n  ]", lines.join(","))
            }
        };
        let fields = [
            ("Name", json(&self.name)),
            ("IsCustom", self.is_custom.to_string()),
            ("Description", json(&self.description)),
            ("Actions", list(&self.actions)),
            ("NotActions", list(&self.not_actions)),
            ("DataActions", list(&self.data_actions)),
            ("NotDataActions", list(&self.not_data_actions)),
            ("AssignableScopes", list(&self.assignable_scopes)),
        ];
        let lines = fields.map(|(key, value)| format!("  \"{key}\": {value}"));
        format!("{{\n{}\n}}", lines.join(",\n"))
    }
}

/// A JSON string.
fn json(text: &str) -> String {
    let mut written = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                written.push('\\');
                written.push(character);
            }
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a String cannot fail.
                let _ = write!(written, "\\u{:04x}", u32::from(character));
            }
            _ => written.push(character),
        }
    }
    written.push('"');
    written
}
