//! How is a small world of Azure pasted?
//!
//! As the JSON that the command line, REST or PowerShell prints, in the order and letter case asked for.

use serde_json::{Map, Value, json};

use super::world::{Assignment, Block, CLUSTER, Condition, Deny, FLEET, Role, Standing, World};

/// Whose spelling a document is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `az … -o json`.
    Cli,
    /// REST, in a list below `value`.
    Rest,
    /// PowerShell.
    PowerShell,
}

/// How a world is pasted.
#[derive(Debug, Clone, Copy)]
pub struct Paste {
    /// Whose spelling.
    pub shape: Shape,
    /// Whether documents and the objects in them come last to first.
    pub reversed: bool,
    /// Whether ids, scopes and actions are in capitals.
    pub capitals: bool,
}

/// The GUID of a role.
pub fn role_id(number: u8) -> String {
    format!("c0dec0de-0000-4000-8000-0000000000{number:02x}")
}

impl World {
    /// The documents, one text each.
    pub fn documents(&self, paste: Paste) -> Vec<String> {
        let mut documents = vec![
            cluster().to_string(),
            self.settings().to_string(),
            list(paste, self.roles.iter().map(|of| of.document(paste))),
            list(
                paste,
                (0..)
                    .zip(&self.assignments)
                    .map(|(at, of)| of.document(at, paste)),
            ),
            list(
                paste,
                (0..)
                    .zip(&self.denies)
                    .map(|(at, of)| of.document(at, paste)),
            ),
        ];
        if self.bound {
            documents.extend(BINDING.map(str::to_owned));
        }
        if paste.reversed {
            documents.reverse();
        }
        documents
    }

    fn settings(&self) -> Value {
        let of = &self.settings;
        let word = |denies: bool| if denies { "Deny" } else { "NoOpinion" };
        let fleet = if of.joined { json!(FLEET) } else { Value::Null };
        let groups = if of.placed {
            json!({"5ab00000-0000-4000-8000-00000000000a": ["shops", "Corp"]})
        } else {
            json!({})
        };
        json!({
            "kind": "ClusterSettings", "kubernetesDefaults": false,
            "customResourceCheck": !of.no_custom_resources,
            "managedNamespaces": of.managed_namespaces,
            "nonEntraUsers": word(of.refuses_others),
            "discoveryPaths": !of.no_discovery,
            "onWebhookError": word(of.denies_on_error),
            "fleetId": fleet,
            "managementGroups": groups,
        })
    }
}

fn cluster() -> Value {
    json!({
        "type": "Microsoft.ContainerService/ManagedClusters", "id": CLUSTER, "name": "shop",
        "aadProfile": {"managed": true, "enableAzureRbac": true, "adminGroupObjectIDs": null},
    })
}

/// Lets alice read pods everywhere.
const BINDING: [&str; 2] = [
    r#"{"kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "pods"},
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}]}"#,
    r#"{"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "pods"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "pods"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"}]}"#,
];

fn list(paste: Paste, items: impl Iterator<Item = Value>) -> String {
    let mut items: Vec<Value> = items.collect();
    if paste.reversed {
        items.reverse();
    }
    match paste.shape {
        Shape::Rest => json!({ "value": items }).to_string(),
        Shape::Cli | Shape::PowerShell => Value::from(items).to_string(),
    }
}

/// An object in the spelling of a shape; each field by its names for CLI and REST, and for PowerShell.
fn object(paste: Paste, kind: &str, name: &str, fields: Vec<(&str, &str, Value)>) -> Value {
    let mut inner = Map::new();
    for (cli, powershell, value) in fields {
        let key = if paste.shape == Shape::PowerShell {
            powershell
        } else {
            cli
        };
        if !key.is_empty() {
            inner.insert(key.to_owned(), value);
        }
    }
    let kind = format!("Microsoft.Authorization/{kind}");
    match paste.shape {
        Shape::Rest => json!({"type": kind, "name": name, "properties": inner}),
        Shape::PowerShell => Value::from(inner),
        Shape::Cli => {
            inner.insert("type".to_owned(), json!(kind));
            inner.insert("name".to_owned(), json!(name));
            Value::from(inner)
        }
    }
}

fn cased(paste: Paste, text: &str) -> String {
    if paste.capitals {
        text.to_uppercase()
    } else {
        text.to_owned()
    }
}

fn scope(paste: Paste, text: &str) -> Value {
    json!(cased(paste, text))
}

impl Block {
    fn fields(&self, paste: Paste) -> Vec<(&'static str, &'static str, Value)> {
        let names = [
            ("actions", "Actions"),
            ("notActions", "NotActions"),
            ("dataActions", "DataActions"),
            ("notDataActions", "NotDataActions"),
        ];
        let texts = |list: &Vec<String>| -> Vec<String> {
            list.iter().map(|of| cased(paste, of)).collect()
        };
        let lists = names.into_iter().zip(&self.lists);
        lists
            .map(|((cli, powershell), list)| (cli, powershell, json!(texts(list))))
            .chain([
                ("condition", "Condition", text_of(self.condition.as_ref())),
                ("conditionVersion", "ConditionVersion", json!("2.0")),
            ])
            .collect()
    }

    fn json(&self, paste: Paste) -> Value {
        let pairs = self.fields(paste).into_iter();
        Value::from(
            pairs
                .map(|(key, _, value)| (key.to_owned(), value))
                .collect::<Map<_, _>>(),
        )
    }
}

fn text_of(condition: Option<&Condition>) -> Value {
    condition.map_or(Value::Null, |of| json!(of.text()))
}

fn blocks(blocks: &[Block], paste: Paste) -> Value {
    blocks.iter().map(|of| of.json(paste)).collect()
}

impl Role {
    fn document(&self, paste: Paste) -> Value {
        let id = cased(paste, &role_id(self.number));
        let path = format!("/providers/Microsoft.Authorization/roleDefinitions/{id}");
        // PowerShell prints the one block of a role at its top; a role of several is printed as elsewhere.
        let (one, permissions) = match (paste.shape, self.blocks.as_slice()) {
            (Shape::PowerShell, [block]) => (block.fields(paste), Value::Null),
            _ => (Vec::new(), blocks(&self.blocks, paste)),
        };
        let mut fields = vec![
            (
                "id",
                "Id",
                json!(if paste.shape == Shape::PowerShell {
                    &id
                } else {
                    &path
                }),
            ),
            ("roleName", "Name", json!(format!("Role {}", self.number))),
            (
                "roleType",
                "IsCustom",
                json!(paste.shape == Shape::PowerShell),
            ),
            ("permissions", "permissions", permissions),
            ("assignableScopes", "AssignableScopes", json!(["/"])),
        ];
        if paste.shape != Shape::PowerShell {
            fields.retain(|of| of.0 != "roleType");
        }
        fields.extend(one);
        object(paste, "roleDefinitions", &id, fields)
    }
}

impl Assignment {
    fn document(&self, at: usize, paste: Paste) -> Value {
        let name = format!("a5516000-0000-4000-8000-{at:012x}");
        let role = cased(paste, &role_id(self.role));
        let role = match paste.shape {
            Shape::PowerShell => role,
            _ => format!("/providers/Microsoft.Authorization/roleDefinitions/{role}"),
        };
        let day = |hour: u8| json!(format!("2026-11-26T{hour:02}:00:00Z"));
        let mut fields = vec![
            ("", "RoleAssignmentName", json!(name)),
            (
                "principalId",
                "ObjectId",
                json!(cased(paste, &self.principal)),
            ),
            ("principalType", "ObjectType", json!("User")),
            ("roleDefinitionId", "RoleDefinitionId", json!(role)),
            ("scope", "Scope", scope(paste, &self.scope)),
            ("condition", "Condition", text_of(self.condition.as_ref())),
            ("conditionVersion", "ConditionVersion", json!("2.0")),
        ];
        let kind = match self.standing {
            Standing::Permanent => "roleAssignments",
            Standing::Eligible => {
                let id = "roleEligibilityScheduleId";
                fields.push((id, id, json!("/providers/x")));
                "roleEligibilityScheduleInstances"
            }
            Standing::Now | Standing::Over => {
                let until = if self.standing == Standing::Now {
                    18
                } else {
                    12
                };
                fields.push(("startDateTime", "StartDateTime", day(6)));
                fields.push(("endDateTime", "EndDateTime", day(until)));
                "roleAssignmentScheduleInstances"
            }
        };
        object(paste, kind, &name, fields)
    }
}

impl Deny {
    fn document(&self, at: usize, paste: Paste) -> Value {
        let who = |ids: &[String]| -> Value {
            let id = if paste.shape == Shape::PowerShell {
                "ObjectId"
            } else {
                "id"
            };
            ids.iter()
                .map(|of| json!({id: cased(paste, of), "type": "User"}))
                .collect()
        };
        let mut fields = vec![
            (
                "denyAssignmentName",
                "DenyAssignmentName",
                json!(format!("deny {at}")),
            ),
            ("scope", "Scope", scope(paste, &self.scope)),
            ("principals", "Principals", who(&self.principals)),
            (
                "excludePrincipals",
                "ExcludePrincipals",
                who(&self.excluded),
            ),
            (
                "doNotApplyToChildScopes",
                "DoNotApplyToChildScopes",
                json!(self.only_here),
            ),
            ("isSystemProtected", "IsSystemProtected", json!(true)),
            (
                "denyAssignmentEffect",
                "DenyAssignmentEffect",
                json!(if self.audits { "audit" } else { "enforced" }),
            ),
        ];
        match (paste.shape, self.blocks.as_slice()) {
            (Shape::PowerShell, [block]) => fields.extend(block.fields(paste)),
            _ => fields.push(("permissions", "permissions", blocks(&self.blocks, paste))),
        }
        object(paste, "denyAssignments", &format!("{at}"), fields)
    }
}
