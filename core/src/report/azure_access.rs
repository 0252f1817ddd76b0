//! How is it said who may do an action of Azure, and which roles give it?

use super::markdown::{code, sentence, visible};
use crate::query::azure_access::{AzureAccess, PrincipalAccess, RoleGrant};

/// Everyone who may do an action, as text for a terminal.
pub fn render_azure_access(access: &AzureAccess) -> String {
    let mut lines = Vec::new();
    for of in &access.principals {
        lines.push(visible(&who(of)));
        for ground in &of.grounds {
            let words = format!(
                "    {} at {} ({}) {}",
                ground.role.name,
                ground.assignment.scope,
                ground.permission.pattern,
                ground.membership
            );
            lines.push(format!(
                "{}{}",
                visible(&words),
                super::at(ground.assignment.location.as_ref())
            ));
        }
        for denial in &of.denials {
            let words = format!("    denied by {}", denial.assignment.name);
            lines.push(format!(
                "{}{}",
                visible(&words),
                super::at(denial.assignment.location.as_ref())
            ));
        }
    }
    if lines.is_empty() {
        lines.push("Nobody known here.".to_owned());
    }
    if access.unlisted > 0 {
        lines.push(format!(
            "{} more principals were not looked at.",
            access.unlisted
        ));
    }
    lines.join("\n")
}

/// Everyone who may do an action, as Markdown.
pub fn azure_access_markdown(access: &AzureAccess) -> String {
    let mut lines = Vec::new();
    for of in &access.principals {
        lines.push(format!("- {}", sentence(&who(of))));
        for ground in &of.grounds {
            lines.push(format!(
                "  - {} at {}, by {}",
                sentence(&ground.role.name),
                code(&ground.assignment.scope),
                code(&ground.permission.pattern)
            ));
        }
        for denial in &of.denials {
            lines.push(format!("  - denied by {}", code(&denial.assignment.name)));
        }
    }
    if lines.is_empty() {
        lines.push("Nobody known here.".to_owned());
    }
    if access.unlisted > 0 {
        lines.push(format!(
            "\n{} more principals were not looked at.",
            access.unlisted
        ));
    }
    lines.join("\n")
}

/// The roles that give an action, in one line each, as text for a terminal.
pub fn render_roles_granting(roles: &[RoleGrant]) -> String {
    let lines = roles.iter().map(|of| {
        let condition = if of.is_conditional {
            ", on a condition"
        } else {
            ""
        };
        let kind = if of.role.is_custom { ", custom" } else { "" };
        let words = format!(
            "{} by {}{condition}{kind}",
            of.role.name, of.permission.pattern
        );
        visible(&words)
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        "No role known here.".to_owned()
    } else {
        lines.join("\n")
    }
}

fn who(of: &PrincipalAccess) -> String {
    let name = of.principal.name.as_ref();
    let name = name.map_or_else(
        || of.principal.id.clone(),
        |name| format!("{name} ({})", of.principal.id),
    );
    let kind = match of.kind.as_str() {
        "" => String::new(),
        kind => format!("{kind} "),
    };
    let taken = if of.allowed { "" } else { ", but it is denied" };
    format!("{kind}{name}{taken}")
}
