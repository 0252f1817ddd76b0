//! Does the plugin answer as the genuine Kubernetes code does?
//!
//! Questions become SubjectAccessReviews to the webhook, refusals become requests that a front proxy hands
//! on. Each check gives what was wrong, so that the caller can say how many were asked.

use aksess::PRIVILEGED_GROUP;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Plugin, Request};
use crate::vectors::Case;

/// The subject of the certificate that every configuration here believes.
pub const FRONT: &str = "CN=front,O=proxies";

/// A webhook for callers that show [`FRONT`].
pub fn webhook(documents: &str) -> Value {
    json!({
        "policy": {"documents": [{"name": "world", "text": documents}]},
        "mode": {"webhook": {"callers": ["front"]}},
    })
}

/// A webhook over sources as they were pasted, in an order of authorizers.
pub fn webhook_in_order(sources: &Value, order: &str) -> Value {
    json!({
        "policy": {"documents": sources},
        "order": order,
        "mode": {"webhook": {"callers": ["front"]}},
    })
}

/// A gateway before an API server that believes the headers of [`FRONT`] and decides every request.
pub fn enforce(documents: &str) -> Value {
    json!({
        "policy": {"documents": [{"name": "world", "text": documents}]},
        "mode": {"enforce": {
            "service": "kubernetes",
            "identity": [{"frontHeaders": {"frontNames": ["front"]}}],
            "upstream": "remoteHeaders",
            "oddRequests": "decide",
        }},
    })
}

/// A SubjectAccessReview to the webhook.
pub fn review(spec: &Value) -> Request {
    let body = json!({
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SubjectAccessReview",
        "spec": spec,
    });
    Request::new("POST", "/authorize")
        .certificate(FRONT)
        .json(body.to_string())
}

/// A request of a user, handed on by a front proxy.
pub fn handed_on(method: &str, target: &str, user: &str, groups: &[&str]) -> Request {
    let mut request = Request::new(method, target)
        .certificate(FRONT)
        .with("x-remote-user", user);
    for group in groups {
        request = request.with("x-remote-group", *group);
    }
    request
}

/// The spec that asks a case.
pub fn spec(case: &Case) -> Value {
    let mut spec = json!({"user": case.user, "groups": case.groups});
    let (key, asked) = match &case.non_resource_url {
        Some(path) => (
            "nonResourceAttributes",
            json!({"path": path, "verb": case.verb}),
        ),
        None => (
            "resourceAttributes",
            json!({
                "verb": case.verb, "group": case.api_group, "resource": case.resource,
                "subresource": case.subresource, "namespace": case.namespace, "name": case.name,
            }),
        ),
    };
    if let Some(fields) = spec.as_object_mut() {
        fields.insert(key.to_owned(), asked);
    }
    spec
}

/// A question as a vector has it: a spec and the final answer.
#[derive(Debug, Deserialize)]
pub struct Specified {
    /// Its name.
    pub id: String,
    /// The world it is asked in.
    pub world: String,
    /// The order of authorizers.
    pub order: String,
    /// What is asked.
    pub spec: Value,
    /// `Allow` or `Deny`.
    pub expected: String,
}

/// Asks a spec; gives whether it is allowed and the reason, or what else was answered.
///
/// # Errors
/// The answer that is no review.
pub fn asked(plugin: &mut impl Plugin, spec: &Value) -> Result<(bool, String), String> {
    let outcome = plugin.ask(&review(spec));
    let read: Value = serde_json::from_str(outcome.body()).unwrap_or_default();
    let status = read.get("status").and_then(Value::as_object);
    let (200, Some(status)) = (outcome.code(), status) else {
        return Err(format!("{} {}", outcome.code(), outcome.body()));
    };
    let allowed = status.get("allowed") == Some(&Value::Bool(true));
    let reason = status.get("reason").and_then(Value::as_str);
    Ok((allowed, reason.unwrap_or_default().to_owned()))
}

/// Asks a case of a configured webhook; what is wrong with the answer, if anything.
pub fn disagreement(plugin: &mut impl Plugin, case: &Case) -> Option<String> {
    // Nobody can be asked about by a review; every authorizer would refuse.
    if case.user.is_empty() && case.groups.is_empty() {
        return None;
    }
    let answer = asked(plugin, &spec(case));
    let fits = answer.as_ref().is_ok_and(|(allowed, reason)| {
        // The vectors' reason is that of RBAC alone; whoever passed before it has none.
        let superuser = case.groups.iter().any(|group| group == PRIVILEGED_GROUP);
        let expected = if superuser { "" } else { &case.reason };
        *allowed == case.allowed() && (case.chain_expected.is_some() || reason == expected)
    });
    (!fits).then(|| format!("{case:?}\n  answered {answer:?}"))
}

/// A refusal of a running API server.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// Its name.
    pub id: String,
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Who asked.
    pub user: String,
    /// Its groups but for `system:authenticated`.
    pub groups: Vec<String>,
    /// The status.
    pub status: u32,
    /// The type of the body.
    pub content_type: String,
    /// The body; null for HEAD.
    pub body: Value,
}

impl Refusal {
    /// The request, as a front proxy hands it on.
    pub fn request(&self) -> Request {
        let groups: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        handed_on(&self.method, &self.target, &self.user, &groups)
    }

    /// Whether an answer is the API server's: its status, its type and its body, in one line but where
    /// `pretty` asks for more.
    pub fn fits(&self, code: u32, content_type: &str, body: &str) -> bool {
        let same_body = match &self.body {
            Value::Null => body.is_empty(),
            status => {
                serde_json::from_str::<Value>(body).is_ok_and(|read| read == *status)
                    && (self.target.contains("pretty=true")
                        || body.ends_with("}\n") && body.lines().count() == 1)
            }
        };
        code == self.status && content_type == self.content_type && same_body
    }

    /// Sends it through a configured gateway; what is wrong with the answer, if anything.
    pub fn disagreement(&self, plugin: &mut impl Plugin) -> Option<String> {
        let outcome = plugin.ask(&self.request());
        let fits = outcome.answer.as_ref().is_some_and(|answer| {
            let mut headers = answer.headers.iter();
            let content_type = headers.find(|(name, _)| name == "content-type");
            let content_type = content_type.map_or("", |(_, value)| value);
            self.fits(answer.code, content_type, &answer.body)
        });
        (!fits).then(|| format!("{self:?}\n  answered {:?}", outcome.answer))
    }
}
