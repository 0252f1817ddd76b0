//! What is asked, and how does it read as a sentence?
//!
//! The page keeps one question with all its parts, those of the other kind of target included, so
//! that switching between a resource and a path loses nothing.
//!
//! *Invariants.* Another user brings the groups authentication gives everyone of that kind and no group of the
//! one before, or the answer would be about a caller who does not exist.

mod words;

use aksess::azure::time::Instant;
use aksess::{
    ANONYMOUS, AUTHENTICATED, Credential, ExtraFields, Identity, Kubeconfig, Order, question,
};

use super::login::Login;
use super::names::Names;
pub(crate) use words::order_words;

/// One editable part of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    User,
    /// One more group; choosing adds it.
    Group,
    Verb,
    Resource,
    ApiGroup,
    Subresource,
    Name,
    Namespace,
    Path,
    /// How the caller signs in.
    Login,
    /// The object id of a caller from Entra.
    ObjectId,
    /// In which order the authorizers speak.
    Order,
    /// The instant that is asked about.
    At,
    /// Which kubeconfig.
    Kubeconfig,
    /// An action of Azure.
    Action,
    /// On which of Azure's resources.
    Scope,
}

/// What the question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Resource,
    Path,
    Kubeconfig,
    Action,
}

/// The question in all its parts; an absent part is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) user: String,
    pub(crate) groups: Vec<String>,
    /// What authentication said beside: the `oid` of an Entra user.
    pub(crate) extra: ExtraFields,
    pub(crate) verb: String,
    pub(crate) about: About,
    pub(crate) api_group: String,
    pub(crate) resource: String,
    pub(crate) subresource: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) path: String,
    /// How the caller signs in.
    pub(crate) login: Login,
    pub(crate) order: Order,
    pub(crate) at: Option<Instant>,
    pub(crate) kubeconfig: Kubeconfig,
    pub(crate) action: String,
    pub(crate) scope: String,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            user: "alice".to_owned(),
            groups: vec![AUTHENTICATED.to_owned()],
            extra: ExtraFields::default(),
            verb: "list".to_owned(),
            about: About::Resource,
            api_group: String::new(),
            resource: "pods".to_owned(),
            subresource: String::new(),
            namespace: "default".to_owned(),
            name: String::new(),
            path: "/healthz".to_owned(),
            login: Login::Given,
            order: Order::default(),
            at: None,
            kubeconfig: Kubeconfig::User,
            action: "Microsoft.ContainerService/managedClusters/read".to_owned(),
            scope: String::new(),
        }
    }
}

impl Question {
    /// The same question from a caller who is given.
    pub(crate) fn by(self, identity: Identity) -> Self {
        Self {
            user: identity.user,
            groups: identity.groups,
            extra: identity.extra,
            login: Login::Given,
            ..self
        }
    }

    /// The same question from whoever holds this credential.
    pub(crate) fn with_credential(self, credential: &Credential) -> Self {
        let login = Login::of(credential);
        let identity = match credential {
            // what authentication adds is not part of the token
            Credential::Token(claims) => Identity {
                groups: claims.groups.clone().unwrap_or_default(),
                ..credential.identity()
            },
            credential => credential.identity(),
        };
        Self {
            login,
            ..self.by(identity)
        }
    }

    /// Another question from the same caller.
    pub(crate) fn asking(self, asked: question::Question) -> Self {
        match asked {
            question::Question::NonResource { verb, path } => Self {
                verb,
                path,
                about: About::Path,
                ..self
            },
            question::Question::Resource {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
            } => Self {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
                about: About::Resource,
                ..self
            },
        }
    }

    /// Who asks, as they present themselves.
    pub(crate) fn credential(&self) -> Credential {
        self.login.credential(&self.user, &self.groups, &self.extra)
    }

    /// The question without who asks it.
    pub(crate) fn asked(&self) -> question::Question {
        match self.about {
            About::Path => question::Question::NonResource {
                verb: self.verb.clone(),
                path: self.path.clone(),
            },
            _ => question::Question::Resource {
                verb: self.verb.clone(),
                api_group: self.api_group.clone(),
                resource: self.resource.clone(),
                subresource: self.subresource.clone(),
                namespace: self.namespace.clone(),
                name: self.name.clone(),
            },
        }
    }

    /// The value of a part.
    pub(crate) fn value(&self, part: Part) -> String {
        match part {
            Part::User => self.user.clone(),
            Part::Group => String::new(),
            Part::Verb => self.verb.clone(),
            Part::Resource => self.whole_resource(),
            Part::ApiGroup => self.api_group.clone(),
            Part::Subresource => self.subresource.clone(),
            Part::Name => self.name.clone(),
            Part::Namespace => self.namespace.clone(),
            Part::Path => self.path.clone(),
            Part::Login => self.login.word().to_owned(),
            Part::ObjectId => self.object_id().to_owned(),
            Part::Order => self.order.word().to_owned(),
            Part::At => self
                .at
                .as_ref()
                .map_or_else(String::new, Instant::to_string),
            Part::Kubeconfig => self.kubeconfig.word().to_owned(),
            Part::Action => self.action.clone(),
            Part::Scope => self.scope.clone(),
        }
    }

    /// The object id of a caller from Entra; empty for others.
    pub(crate) fn object_id(&self) -> &str {
        let ids = self.extra.get(OBJECT_ID).and_then(|of| of.first());
        ids.map_or("", String::as_str)
    }

    /// The same question with one part changed. `group_of` tells the API group of a resource.
    pub(crate) fn with(
        &self,
        part: Part,
        value: &str,
        group_of: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let value = value.trim();
        let mut next = self.clone();
        match part {
            Part::User => next.set_user(value),
            Part::Group => next.add_group(value),
            Part::Verb => value.clone_into(&mut next.verb),
            Part::Resource => next.set_resource(value, group_of),
            Part::ApiGroup => value.clone_into(&mut next.api_group),
            Part::Subresource => value.clone_into(&mut next.subresource),
            Part::Name => value.clone_into(&mut next.name),
            Part::Namespace => value.clone_into(&mut next.namespace),
            Part::Path => next.path = format!("/{}", value.trim_start_matches('/')),
            Part::Login => next.set_login(value),
            Part::ObjectId => next.set_object_id(value),
            Part::Order => next.order = Order::of(value).unwrap_or(self.order),
            Part::At => next.at = Instant::parse(value),
            Part::Kubeconfig => {
                next.kubeconfig = match value {
                    "admin" => Kubeconfig::Admin,
                    _ => Kubeconfig::User,
                }
            }
            Part::Action => value.clone_into(&mut next.action),
            Part::Scope => value.clone_into(&mut next.scope),
        }
        next
    }

    /// The same question, with what the documents know of the caller: the object id, and in a token the
    /// groups. A caller who is given gets nothing that was not put in.
    pub(crate) fn known_to(mut self, names: &Names) -> Self {
        if !matches!(self.login, Login::Token(_)) {
            return self;
        }
        if self.object_id().is_empty()
            && let Some(id) = names.object_id(&self.user)
        {
            self.set_object_id(id);
        }
        for group in names.groups_of(self.object_id()) {
            self.add_group(&group);
        }
        self
    }

    /// The same question about the other kind of target.
    pub(crate) fn about(&self, about: About) -> Self {
        let verb = match (about, self.verb.as_str()) {
            (About::Path, "list" | "watch") => "get".to_owned(),
            (_, verb) => verb.to_owned(),
        };
        Self {
            verb,
            about,
            ..self.clone()
        }
    }

    /// The same question on the cluster that is known, where no resource of Azure is named.
    pub(crate) fn on(mut self, cluster: &str) -> Self {
        if self.scope.is_empty() {
            cluster.clone_into(&mut self.scope);
        }
        self
    }

    /// The same question from someone who is not in that group.
    pub(crate) fn without_group(&self, group: &str) -> Self {
        let mut next = self.clone();
        next.groups.retain(|of| of != group);
        next
    }

    fn set_login(&mut self, word: &str) {
        let login = Login::from_word(word, &self.login);
        match &login {
            Login::Token(_) => self.groups.retain(|of| !of.starts_with("system:")),
            Login::Anonymous => {
                self.set_user(ANONYMOUS);
                self.extra = ExtraFields::default();
            }
            Login::Given | Login::Certificate => {
                if login == Login::Certificate {
                    self.extra = ExtraFields::default();
                }
                for group in implicit_groups(&self.user) {
                    self.add_group(&group);
                }
            }
        }
        let was_anonymous = std::mem::replace(&mut self.login, login) == Login::Anonymous;
        if was_anonymous && self.login != Login::Anonymous {
            self.set_user("alice");
        }
    }

    fn set_object_id(&mut self, id: &str) {
        if id.is_empty() {
            self.extra.remove(OBJECT_ID);
        } else {
            self.extra.insert(OBJECT_ID.to_owned(), vec![id.to_owned()]);
        }
    }

    fn set_user(&mut self, user: &str) {
        if user == self.user {
            return;
        }
        // a token brings its own groups, and authentication adds the others
        self.groups = match self.login {
            Login::Token(_) => Vec::new(),
            _ => implicit_groups(user),
        };
        user.clone_into(&mut self.user);
        // what authentication said was said of someone else
        self.extra = ExtraFields::default();
    }

    /// Whether the caller is in a group that not everyone of that kind is in.
    pub(crate) fn has_own_groups(&self) -> bool {
        let implicit = implicit_groups(&self.user);
        self.groups.iter().any(|of| !implicit.contains(of))
    }

    fn add_group(&mut self, group: &str) {
        if !group.is_empty() && !self.groups.iter().any(|of| of == group) {
            self.groups.push(group.to_owned());
        }
    }

    /// Reads `pods`, `pods/log` and `deployments.apps`.
    fn set_resource(&mut self, value: &str, group_of: impl Fn(&str) -> Option<String>) {
        let (whole, subresource) = value.split_once('/').unwrap_or((value, ""));
        let (resource, group) = match whole.split_once('.') {
            Some((resource, group)) => (resource, Some(group.to_owned())),
            None => (whole, None),
        };
        if let Some(group) = group.or_else(|| group_of(resource)) {
            self.api_group = group;
        }
        resource.clone_into(&mut self.resource);
        subresource.clone_into(&mut self.subresource);
    }
}

/// The key under which a caller from Entra brings their object id.
const OBJECT_ID: &str = "oid";

/// The groups authentication gives to everyone of this kind.
pub(crate) fn implicit_groups(user: &str) -> Vec<String> {
    let account = user.strip_prefix("system:serviceaccount:");
    let credential = match account.and_then(|account| account.split_once(':')) {
        Some((namespace, name)) => Credential::ServiceAccount {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        },
        None if user == ANONYMOUS => Credential::Anonymous,
        None if user.is_empty() => return Vec::new(),
        None => return vec![AUTHENTICATED.to_owned()],
    };
    credential.identity().groups
}
