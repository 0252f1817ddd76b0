//! Which texts are there, and what do they mean together?
//!
//! Texts are edited one by one and read as one policy. Reading and compiling happen once per change
//! of a text, never for a new question.
//!
//! *Invariants.* Names of sources are unique, because places refer to sources by name. Texts end
//! their lines as the editor does.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use aksess::azure::Plane;
use aksess::command::Context;
use aksess::conformance::{self, Outcome};
use aksess::query::rules::SubjectRules;
use aksess::query::who_can::WhoCan;
use aksess::query::{AzureAccess, AzureAction};
use aksess::{Authorizer, Diagnostic, Identity, Policy, Reading, Severity, Source};

use super::api_resources;
use super::asked::Asked;
use super::defaults;
use super::names::Names;
use super::question::Question;
use super::reading;
use super::text::normalised;

/// What a text is called that came without a name.
pub(crate) const UNNAMED: &str = "pasted.yaml";
/// More files than this are no work of a person, and a list of them would stop the tab.
pub(crate) const MOST_FILES: usize = 1000;

/// The texts and what became of them.
#[derive(Clone)]
pub(crate) struct Workspace {
    pub(crate) sources: Vec<Rc<Source>>,
    pub(crate) compiled: Rc<Compiled>,
    /// Whether the default roles of Kubernetes are added to what the texts say.
    pub(crate) defaults: bool,
}

/// What the texts mean.
pub(crate) struct Compiled {
    pub(crate) authorizer: Authorizer,
    pub(crate) names: Rc<Names>,
    pub(crate) diagnostics: Rc<Vec<Diagnostic>>,
    /// The questions the documents ask of themselves, with what came of them.
    pub(crate) expectations: Rc<Vec<Expectation>>,
    pub(crate) summaries: Rc<Vec<Summary>>,
    /// What is known beside a line that asks.
    pub(crate) context: Context,
    /// Whether the default roles of Kubernetes are among what is known.
    pub(crate) has_defaults: bool,
    policy: Policy,
}

/// The same texts compile to the same; two that were compiled apart count as different.
impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// A question of the documents and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expectation {
    pub(crate) asked: Asked,
    /// What the documents expect.
    pub(crate) expected: Option<bool>,
    pub(crate) outcome: Outcome,
}

/// What was found in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) source: Rc<Source>,
    /// `2 Roles, 1 RoleBinding`.
    pub(crate) contents: String,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

impl Workspace {
    /// A workspace of these texts.
    pub(crate) fn new(sources: Vec<Source>) -> Self {
        let mut workspace = Self {
            sources: Vec::new(),
            compiled: Rc::new(Compiled::new(&[], &[], &[], false)),
            defaults: false,
        };
        workspace.replace(sources);
        workspace.compile();
        workspace
    }

    /// Puts these texts in the place of all others, and tells how many were too many.
    pub(crate) fn replace(&mut self, sources: Vec<Source>) -> usize {
        self.sources.clear();
        self.take(sources)
    }

    /// Adds texts under names no other has, and tells how many were too many.
    pub(crate) fn take(&mut self, sources: Vec<Source>) -> usize {
        let names = self.sources.iter().map(|of| of.name.clone());
        let mut unused = Unused {
            names: names.collect(),
            next: BTreeMap::new(),
        };
        let room = MOST_FILES.saturating_sub(self.sources.len());
        let left_out = sources.len().saturating_sub(room);
        for source in sources.into_iter().take(room) {
            let name = unused.of(source.name);
            let text = normalised(source.text);
            self.sources.push(Rc::new(Source { name, text }));
        }
        left_out
    }

    /// Sees to it that there is a text, if an empty one.
    pub(crate) fn fill(&mut self) {
        if self.sources.is_empty() {
            self.take(vec![Source::new(UNNAMED, "")]);
        }
    }

    /// Replaces the text of a source.
    pub(crate) fn edit(&mut self, at: usize, text: String) {
        if let Some(source) = self.sources.get_mut(at) {
            let name = source.name.clone();
            *source = Rc::new(Source { name, text });
        }
    }

    /// Reads and compiles all texts.
    pub(crate) fn compile(&mut self) {
        let texts = self.sources.iter().map(|of| of.text.as_str());
        self.compile_of(&reading::read(texts));
    }

    /// Compiles all texts, which have been read.
    pub(crate) fn compile_of(&mut self, readings: &[Reading]) {
        self.compiled = Rc::new(Compiled::new(
            &self.sources,
            readings,
            &self.compiled.summaries,
            self.defaults,
        ));
    }

    /// What is in each source, as far as it has been read.
    pub(crate) fn summaries(&self) -> Rc<Vec<Summary>> {
        let known = &self.compiled.summaries;
        let is_known = |(source, of): (&Rc<Source>, &Summary)| Rc::ptr_eq(source, &of.source);
        if known.len() == self.sources.len() && self.sources.iter().zip(&**known).all(is_known) {
            return Rc::clone(known);
        }
        let unread = |source: &Rc<Source>| Summary {
            source: Rc::clone(source),
            contents: "not read yet".to_owned(),
            errors: 0,
            warnings: 0,
        };
        let each = self.sources.iter().map(|source| {
            let known = known.iter().find(|of| of.source.name == source.name);
            known.map_or_else(|| unread(source), Clone::clone)
        });
        Rc::new(each.collect())
    }

    /// Bytes of all texts.
    pub(crate) fn size(&self) -> usize {
        self.sources.iter().map(|source| source.text.len()).sum()
    }

    /// The position of the source with that name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.name == name)
    }
}

/// Names that are taken, and where to go on looking for one like a name.
struct Unused {
    names: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

impl Unused {
    /// The name, or the next like it that is free.
    fn of(&mut self, name: String) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) => (stem, format!(".{ending}")),
            None => (name.as_str(), String::new()),
        };
        let next = self.next.entry(name.clone()).or_insert(2);
        loop {
            let numbered = format!("{stem}-{next}{ending}");
            *next += 1;
            if self.names.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

impl Compiled {
    fn new(
        sources: &[Rc<Source>],
        readings: &[Reading],
        before: &[Summary],
        defaults: bool,
    ) -> Self {
        let texts = sources.iter().map(|source| (**source).clone());
        let texts: Vec<Source> = texts.chain(defaults.then(defaults::source)).collect();
        let policy = Policy::of(&texts, readings);
        let summarise = |(at, source): (usize, &Rc<Source>)| {
            let reading = readings.get(at..=at).unwrap_or_default();
            let alone = || match sources.len() {
                1 => contents(&policy),
                _ => contents(&Policy::of(&[(**source).clone()], reading)),
            };
            summary(source, alone, &policy, before)
        };
        Self {
            authorizer: Authorizer::new(&policy),
            names: Rc::new(Names::new(&policy)),
            context: policy.context(),
            diagnostics: Rc::new(policy.diagnostics().to_vec()),
            expectations: Rc::new(expectations(&policy)),
            summaries: Rc::new(sources.iter().enumerate().map(summarise).collect()),
            has_defaults: defaults::are_in(&policy),
            policy,
        }
    }

    /// All documents as they were read.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The same question with what is known of its caller: what a question of the documents says of someone
    /// of that name who signs in so, and what Azure's documents say.
    pub(crate) fn known_caller(&self, question: Question) -> Question {
        let questions = self.expectations.iter().map(|of| &of.asked.question);
        let is_same =
            |of: &&Question| of.user == question.user && of.login.word() == question.login.word();
        let question = match questions.into_iter().find(is_same) {
            Some(known) => Question {
                groups: known.groups.clone(),
                extra: known.extra.clone(),
                ..question
            },
            None => question,
        };
        question.known_to(&self.names)
    }

    /// Everyone who can do what is asked.
    pub(crate) fn who_can(&self, question: &Question) -> WhoCan {
        let nobody = Identity::default();
        let asked = question.asked();
        self.authorizer.who_can(&asked.attributes(&nobody))
    }

    /// Everyone Azure lets do what is asked, at the scope where it is asked; `None` where Azure is not asked.
    pub(crate) fn who_can_at_azure(&self, question: &Question) -> Option<AzureAccess> {
        let review = self
            .authorizer
            .review(&Asked::from(question.clone()).request(), &self.context);
        let (action, scope, plane) = if let Some(of) = review.settled_action() {
            (of.action.clone(), of.scope.clone(), Plane::Actions)
        } else {
            let azure = review.settled()?.trace.azure.as_ref()?;
            let attempt = azure.attempts.last()?;
            let action = attempt.actions.first()?.action.clone();
            (action, attempt.scope.clone(), Plane::DataActions)
        };
        let asked = AzureAction {
            action,
            plane,
            scope,
        };
        self.authorizer.who_can_act(&asked).ok()
    }

    /// Everything the caller of a question can do in its namespace.
    pub(crate) fn what_can(&self, question: &Question) -> SubjectRules {
        let identity = question.credential().identity();
        let groups: Vec<&str> = identity.groups.iter().map(String::as_str).collect();
        self.authorizer
            .what_can(&identity.user, &groups, &question.namespace)
    }

    /// The API group of a resource: one in which a rule names it, else the one every cluster has it in.
    pub(crate) fn group_of(&self, resource: &str) -> Option<String> {
        let rules = self.policy.roles().iter().flat_map(|role| &role.rules);
        let naming = rules.filter(|rule| rule.resources.iter().any(|of| of.value == resource));
        let groups = naming.flat_map(|rule| &rule.api_groups);
        let mut groups = groups.map(|of| of.value.as_str()).filter(|of| *of != "*");
        match api_resources::group_of(resource) {
            Some(known) if groups.clone().any(|of| of == known) => Some(known.to_owned()),
            known => groups.next().or(known).map(str::to_owned),
        }
    }
}

fn expectations(policy: &Policy) -> Vec<Expectation> {
    if policy.scenarios().is_empty() {
        return Vec::new();
    }
    let requests = policy.scenarios().iter().flat_map(|of| &of.requests);
    let outcomes = conformance::run(policy);
    let context = policy.context();
    let both = requests
        .zip(outcomes)
        .map(|(request, outcome)| Expectation {
            asked: Asked::by(request, &context),
            expected: request.expected.allowed,
            outcome,
        });
    both.collect()
}

/// What is in one source; an earlier summary of the same text is taken over.
fn summary(
    source: &Rc<Source>,
    contents: impl FnOnce() -> String,
    policy: &Policy,
    before: &[Summary],
) -> Summary {
    let remarks = |severity| {
        let of_this = policy.diagnostics().iter();
        let of_this = of_this.filter(|of| of.location.source == source.name);
        of_this.filter(|of| of.severity == severity).count()
    };
    let known = before.iter().find(|of| Rc::ptr_eq(&of.source, source));
    let contents = known.map_or_else(contents, |known| known.contents.clone());
    Summary {
        source: Rc::clone(source),
        contents,
        errors: remarks(Severity::Error),
        warnings: remarks(Severity::Warning),
    }
}

fn contents(policy: &Policy) -> String {
    let objects = policy.contents();
    let scenarios =
        (!policy.scenarios().is_empty()).then(|| ("Scenario", policy.scenarios().len()));
    let counted = objects.into_iter().chain(scenarios);
    let words: Vec<String> = counted
        .map(|(kind, count)| match count {
            1 => format!("1 {kind}"),
            _ => format!("{count} {kind}s"),
        })
        .collect();
    if words.is_empty() {
        "no roles or bindings".to_owned()
    } else {
        words.join(", ")
    }
}
