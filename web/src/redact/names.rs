//! Which names did somebody give?
//!
//! Those of the documents by where they stand, and those of the questions they ask, as the engine reads them.

use std::collections::BTreeMap;

use aksess::access_request::Ask;
use aksess::azure::built_in_roles;
use aksess::azure::letter_case::folded;
use aksess::command::{self, Pasted};
use aksess::{Authorizer, Credential, Policy, Source, Span};

use super::field::{Kind, Sort};
use super::guid;
use super::keep::{Keep, PHRASES, PREFIXES};
use super::tree::Left;

/// Names with what they are of, each once; the spellings of a name in the order they were met.
#[derive(Debug)]
pub(super) struct Names {
    /// By name in lower case.
    pub(super) found: BTreeMap<String, (Kind, Vec<String>)>,
    pub(super) keep: Keep,
    built_in_roles: Vec<String>,
}

impl Names {
    /// The names of documents, of which this is left.
    pub(super) fn of(policy: &Policy, sources: &[Source], left: &[Left]) -> Self {
        let custom = policy.role_definitions().iter().filter(|of| of.is_custom);
        let custom: Vec<_> = custom.map(|of| of.id).collect();
        let roles = built_in_roles().filter(|(id, _)| !custom.contains(id));
        let mut names = Self {
            found: BTreeMap::new(),
            keep: Keep::of(policy),
            built_in_roles: roles
                .flat_map(|(id, name)| [folded(&id.to_string()), folded(name)])
                .collect(),
        };
        names.add_kubernetes(policy);
        names.add_azure(policy);
        names.add_questions(policy);
        for source in sources {
            names.add(Kind::File, &source.name);
        }
        for document in left {
            document.texts(&mut |sort, text| names.add_sort(sort, text));
        }
        names
    }

    /// A text by what it is. Whatever kind of name the policy told before stays.
    fn add_sort(&mut self, sort: Sort, text: &str) {
        match sort {
            Sort::Name(kind) => self.add(kind, text),
            Sort::User => self.add_user(text),
            Sort::Group => self.add_group(text),
            Sort::Account => {
                let (namespace, name) = text.split_once('/').unwrap_or(("", text));
                self.add(Kind::Namespace, namespace);
                self.add(Kind::User, name);
            }
            Sort::Scope => self.add_scope(text),
            Sort::AzureRole => self.add(Kind::Role, text),
            Sort::Label if !text.contains("kubernetes.io/") && !text.contains("k8s.io/") => {
                self.add(Kind::Object, text);
            }
            Sort::Issuer if !PHRASES.iter().any(|of| text.contains(of)) => {
                self.add(Kind::Object, text);
            }
            _ => {}
        }
        self.add_text(text);
    }

    fn add(&mut self, kind: Kind, name: &str) {
        let name = name.trim();
        if name.is_empty() || self.keep.holds(name) {
            return;
        }
        let folded = folded(name);
        let is_well_known = guid::WELL_KNOWN.contains(&folded.as_str());
        if is_well_known || self.built_in_roles.contains(&folded) {
            return;
        }
        // what should be a GUID and is none must stay none
        let is_guid = guid::begins(name.as_bytes()) && name.len() == guid::LENGTH;
        let kind = match kind {
            _ if is_guid => Kind::Guid,
            Kind::Guid => Kind::Object,
            kind => kind,
        };
        let (_, spellings) = self.found.entry(folded).or_insert((kind, Vec::new()));
        if !spellings.iter().any(|of| of == name) {
            spellings.push(name.to_owned());
        }
    }

    /// A user name; those of service accounts are two names.
    fn add_user(&mut self, user: &str) {
        self.add_caller(Kind::User, user);
        self.add_text(user);
    }

    fn add_group(&mut self, group: &str) {
        self.add_caller(Kind::Group, group);
    }

    /// A name of a user or a group; behind the words of Kubernetes stand names of others.
    fn add_caller(&mut self, kind: Kind, name: &str) {
        let prefix = PREFIXES.iter().find(|of| name.starts_with(**of));
        let Some(rest) = prefix.and_then(|of| name.strip_prefix(of)) else {
            self.add(kind, name);
            return;
        };
        if !name.starts_with("system:serviceaccount") {
            self.add(Kind::Object, rest);
            return;
        }
        let (namespace, account) = rest.split_once(':').unwrap_or((rest, ""));
        self.add(Kind::Namespace, namespace);
        self.add(Kind::User, account);
    }

    fn add_kubernetes(&mut self, policy: &Policy) {
        for role in policy.roles().iter().filter(|of| of.span != Span::BUNDLED) {
            self.add(Kind::Role, &role.name.value);
            if let Some(namespace) = &role.namespace {
                self.add(Kind::Namespace, &namespace.value);
            }
            for name in role.rules.iter().flat_map(|of| &of.resource_names) {
                self.add(Kind::Object, &name.value);
            }
        }
        for binding in policy
            .bindings()
            .iter()
            .filter(|of| of.span != Span::BUNDLED)
        {
            self.add(Kind::Binding, &binding.name.value);
            self.add(Kind::Role, &binding.role_ref.name);
            if let Some(namespace) = &binding.namespace {
                self.add(Kind::Namespace, &namespace.value);
            }
            for subject in &binding.subjects {
                match subject.kind.as_str() {
                    "Group" => self.add_group(&subject.name),
                    _ => self.add_user(&subject.name),
                }
                if let Some(namespace) = &subject.namespace {
                    self.add(Kind::Namespace, namespace);
                }
            }
        }
        for object in policy.context().objects {
            self.add(Kind::Object, &object.name);
            self.add(Kind::Namespace, &object.namespace);
        }
    }

    fn add_azure(&mut self, policy: &Policy) {
        for of in policy.role_definitions().iter().filter(|of| of.is_custom) {
            self.add(Kind::Role, &of.name.value);
            for scope in &of.assignable_scopes {
                self.add_scope(scope);
            }
        }
        for of in policy.role_assignments() {
            self.add(Kind::Binding, &of.name.value);
            self.add_scope(&of.scope.value.text);
            if let Some(name) = &of.principal.name {
                let is_group = of.principal.kind.eq_ignore_ascii_case("Group");
                self.add(if is_group { Kind::Group } else { Kind::User }, name);
            }
        }
        for of in policy.deny_assignments() {
            self.add(Kind::Binding, &of.name.value);
            if let Some(scope) = &of.scope {
                self.add_scope(&scope.value.text);
            }
            for name in of.principals.iter().chain(&of.excluded) {
                self.add(Kind::User, name.name.as_deref().unwrap_or_default());
            }
        }
        for group in policy.entra_groups() {
            self.add(Kind::Group, &group.name);
            for member in &group.members {
                self.add(Kind::User, &member.name);
                self.add(Kind::User, &member.user_principal_name);
            }
        }
        if let Some(cluster) = policy.cluster() {
            self.add_scope(&cluster.id.value.text);
            self.add(Kind::Cluster, &cluster.name);
            if let Some(entra) = &cluster.entra {
                self.add(Kind::Scope, &entra.tenant);
            }
        }
    }

    /// The names in a scope are those behind the words for kinds of resources.
    fn add_scope(&mut self, scope: &str) {
        let mut segments = scope.split('/').filter(|of| !of.is_empty());
        if !scope.contains('/') {
            self.add(Kind::Scope, scope);
            return;
        }
        while let Some(word) = segments.next() {
            let kind = match folded(word).as_str() {
                "subscriptions" | "managementgroups" => Kind::Scope,
                "resourcegroups" => Kind::ResourceGroup,
                "managedclusters" | "connectedclusters" | "fleets" => Kind::Cluster,
                "namespaces" | "managednamespaces" => Kind::Namespace,
                "providers" => {
                    // the provider is a word of Azure, and kinds with names follow
                    segments.next();
                    continue;
                }
                _ => Kind::Object,
            };
            if let Some(name) = segments.next() {
                self.add(kind, name);
            }
        }
    }

    /// What the scenarios ask, as the engine reads it.
    fn add_questions(&mut self, policy: &Policy) {
        let requests = policy.scenarios().iter().flat_map(|of| &of.requests);
        let requests: Vec<_> = requests.map(|of| of.asked.clone()).collect();
        if requests.is_empty() {
            return;
        }
        let (authorizer, context) = (Authorizer::new(policy), policy.context());
        for request in requests {
            if let Credential::Token(claims) = &request.credential {
                self.add(Kind::Guid, &claims.oid);
                self.add(Kind::Scope, &claims.tenant);
                self.add_user(claims.user());
            }
            if let Some(other) = &request.impersonate {
                self.add_user(&other.user);
                for group in &other.groups {
                    self.add_group(group);
                }
            }
            if let Ask::Kubectl(line) | Ask::Pasted(line) = &request.ask {
                self.add_line(&command::parse(line, &context));
            }
            let review = authorizer.review(&request, &context);
            let identity = request.credential.identity();
            self.add_identity(&identity.user, &identity.groups, identity.extra.values());
            self.add_identity(&review.identity.user, &review.identity.groups, []);
            for of in &review.requests {
                let asked = &of.trace.request;
                self.add_identity(&asked.user, &asked.groups, asked.extra.values());
                if let Some(attributes) = &asked.resource_attributes {
                    self.add(Kind::Namespace, &attributes.namespace);
                    self.add(Kind::Object, &attributes.name);
                }
            }
            for of in &review.actions {
                self.add_scope(&of.scope);
            }
        }
    }

    /// The names in a line that no request of it may get to.
    fn add_line(&mut self, line: &Pasted) {
        for of in line.caller.iter().chain(&line.impersonate) {
            self.add_identity(&of.user, &of.groups, []);
        }
        let Some(of) = &line.control_plane else {
            return;
        };
        self.add_scope(of.scope.as_deref().unwrap_or_default());
        for (kind, name) in [
            (Kind::Scope, &of.subscription),
            (Kind::ResourceGroup, &of.resource_group),
            (Kind::Cluster, &of.name),
            (Kind::Namespace, &of.namespace),
        ] {
            self.add(kind, name.as_deref().unwrap_or_default());
        }
    }

    fn add_identity<'a>(
        &mut self,
        user: &str,
        groups: &[String],
        extra: impl IntoIterator<Item = &'a String>,
    ) {
        self.add_user(user);
        for group in groups {
            self.add_group(group);
        }
        for value in extra {
            self.add(Kind::Guid, value);
        }
    }

    /// GUIDs and mail addresses of any text, wherever they stand.
    fn add_text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            if guid::begins(rest) {
                let found = text
                    .get(at..at + guid::LENGTH)
                    .unwrap_or_default()
                    .to_owned();
                self.add(Kind::Guid, &found);
                at += guid::LENGTH;
                continue;
            }
            if rest.first() == Some(&b'@') {
                self.add_address(text, at);
            }
            at += 1;
        }
    }

    /// The address around an at sign.
    fn add_address(&mut self, text: &str, sign: usize) {
        let is_part = |of: char| of.is_alphanumeric() || "._+-#".contains(of);
        let (before, after) = (text.get(..sign), text.get(sign + 1..));
        let (Some(before), Some(after)) = (before, after) else {
            return;
        };
        let local = before.len() - before.trim_end_matches(is_part).len();
        let domain = after.trim_start_matches(is_part).len();
        let domain = after.get(..after.len() - domain).unwrap_or_default();
        let domain = domain.trim_end_matches(['.', '-', '#', '_']);
        if local == 0 || !domain.contains('.') {
            return;
        }
        let address = text
            .get(sign - local..sign + 1 + domain.len())
            .unwrap_or_default();
        let (address, domain) = (address.to_owned(), domain.to_owned());
        self.add(Kind::User, &address);
        self.add(Kind::Domain, &domain);
    }
}
