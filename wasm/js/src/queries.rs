//! Which questions about everyone, or about the policy itself, can be put to it?
//!
//! Each method reads its arguments, asks the engine once and gives the answer as a plain object or text.

use aksess::findings::Findings;
use aksess::query::{AzureAction, Preflight};
use aksess::{Identity, Resource, ResourceAttributes, report};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::argument::Argument;
use crate::wrong::Wrong;
use crate::{Authorizer, object, request};

#[wasm_bindgen]
impl Authorizer {
    /// Everyone who can do what is asked.
    ///
    /// # Errors
    /// When the attributes have the wrong shape.
    #[wasm_bindgen(js_name = whoCan)]
    pub fn who_can(&self, attributes: JsValue) -> Result<JsValue, Wrong> {
        let given = Argument::new("attributes", attributes);
        match request::question(&given)?.attributes() {
            Ok(asked) => object(&self.compiled.who_can(&asked)),
            Err(error) => Err(given.is_wrong(error)),
        }
    }

    /// The rules of a subject in a namespace, or at the cluster scope.
    ///
    /// # Errors
    /// When an argument has the wrong shape.
    #[wasm_bindgen(js_name = whatCan)]
    pub fn what_can(&self, subject: JsValue, namespace: JsValue) -> Result<JsValue, Wrong> {
        let Identity { user, groups, .. } = request::subject(&Argument::new("subject", subject))?;
        let namespace = Argument::new("namespace", namespace).text_or_empty()?;
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        object(&self.compiled.what_can(&user, &groups, &namespace))
    }

    /// Everyone to whom a role assignment gives an action of Azure.
    ///
    /// # Errors
    /// When the argument has the wrong shape or names no scope.
    #[wasm_bindgen(js_name = whoCanAct)]
    pub fn who_can_act(&self, asked: JsValue) -> Result<JsValue, Wrong> {
        let given = Argument::new("asked", asked);
        given.fields(&["action", "scope", "plane"])?;
        let asked = AzureAction {
            action: given.field("action")?.text()?,
            plane: request::plane(&given)?,
            scope: given.field("scope")?.text()?,
        };
        match self.compiled.who_can_act(&asked) {
            Ok(access) => object(&access),
            Err(why) => Err(given.is_wrong(&why)),
        }
    }

    /// Every known role definition that gives an action of Azure.
    ///
    /// # Errors
    /// When the argument has the wrong shape.
    #[wasm_bindgen(js_name = rolesGranting)]
    pub fn roles_granting(&self, asked: JsValue) -> Result<JsValue, Wrong> {
        let given = Argument::new("asked", asked);
        given.fields(&["action", "plane"])?;
        let action = given.field("action")?.text()?;
        object(
            &self
                .compiled
                .roles_granting(&action, request::plane(&given)?),
        )
    }

    /// What each subject may do with each resource: for each subject and resource the verbs allowed.
    ///
    /// # Errors
    /// When the argument has the wrong shape.
    pub fn matrix(&self, asked: JsValue) -> Result<JsValue, Wrong> {
        let given = Argument::new("asked", asked);
        given.fields(&["subjects", "resources", "verbs"])?;
        let subjects = given.field("subjects")?.list("subjects")?;
        let subjects = subjects.iter().map(request::subject);
        let subjects: Vec<Identity> = subjects.collect::<Result<_, _>>()?;
        let resources = given.field("resources")?.list("resources")?;
        let resources = resources.iter().map(request::resource_attributes);
        let resources: Vec<ResourceAttributes> = resources.collect::<Result<_, _>>()?;
        let verbs = given.field("verbs")?.texts()?;
        let verbs: Vec<&str> = verbs.iter().map(String::as_str).collect();
        let on: Vec<Resource<'_>> = resources.iter().map(resource).collect();
        let matrix = self.compiled.matrix(&subjects, &on, &verbs);
        let cell = |subject, resource| -> Vec<&str> {
            let allowed = (0..).zip(&verbs);
            let allowed = allowed.filter(|(verb, _)| matrix.allows(subject, resource, *verb));
            allowed.map(|(_, verb)| *verb).collect()
        };
        let row = |subject| (0..on.len()).map(move |resource| cell(subject, resource));
        let rows: Vec<Vec<Vec<&str>>> = (0..subjects.len())
            .map(|subject| row(subject).collect())
            .collect();
        object(&rows)
    }

    /// What an identity holds of what AKS needs of it.
    ///
    /// # Errors
    /// When it is not said whose permissions to look at or where.
    pub fn preflight(&self, asked: JsValue) -> Result<JsValue, Wrong> {
        object(&self.preflighted(asked)?)
    }

    /// The same as text for a terminal, or as Markdown.
    ///
    /// # Errors
    /// As for `preflight`.
    #[wasm_bindgen(js_name = renderPreflight)]
    pub fn render_preflight(&self, asked: JsValue, format: JsValue) -> Result<String, Wrong> {
        let preflight = self.preflighted(asked)?;
        let render = match request::format(format, &["text", "markdown"])? {
            0 => report::render_preflight,
            _ => report::preflight_markdown,
        };
        Ok(render(&preflight))
    }

    /// Everything about the policy that is worth looking at.
    ///
    /// # Errors
    /// Never in practice: findings are plain data.
    pub fn findings(&self) -> Result<JsValue, Wrong> {
        object(&self.compiled.findings())
    }

    /// The same as text for a terminal, or as Markdown.
    ///
    /// # Errors
    /// When the format is none of these.
    #[wasm_bindgen(js_name = renderFindings)]
    pub fn render_findings(&self, format: JsValue) -> Result<String, Wrong> {
        let render: fn(&Findings) -> String = match request::format(format, &["text", "markdown"])?
        {
            0 => report::render_findings,
            _ => report::findings_markdown,
        };
        Ok(render(&self.compiled.findings()))
    }

    /// The same as a SARIF log.
    ///
    /// # Errors
    /// Never in practice: the log is plain data.
    #[wasm_bindgen(js_name = findingsSarif)]
    pub fn findings_sarif(&self) -> Result<JsValue, Wrong> {
        object(&report::findings_sarif(&self.compiled.findings()))
    }

    /// What anyone gains or loses when another policy takes the place of this one.
    ///
    /// # Errors
    /// Never in practice: changes are plain data.
    pub fn diff(&self, other: &Self) -> Result<JsValue, Wrong> {
        object(&self.compiled.difference(&other.compiled))
    }
}

fn resource(of: &ResourceAttributes) -> Resource<'_> {
    Resource {
        api_group: &of.group,
        resource: &of.resource,
        subresource: &of.subresource,
        namespace: &of.namespace,
        name: &of.name,
    }
}

impl Authorizer {
    fn preflighted(&self, asked: JsValue) -> Result<Preflight, Wrong> {
        let given = Argument::new("asked", asked);
        let asked = request::preflight(&given)?;
        let found = self.compiled.preflight(&asked);
        found.map_err(|why| given.is_wrong(&why))
    }
}
