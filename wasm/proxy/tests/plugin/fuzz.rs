//! Does any request make the plugin fail?
//!
//! Requests are made of pieces that matter to some step, and of noise, by a generator with a fixed seed. Each
//! must go on or be answered, and the plugin must not panic.

use aksess_tests::gateway::conformance::FRONT;
use aksess_tests::gateway::{Plugin, Request};
use serde_json::json;

use crate::native::{Native, with};

/// Requests in a test; `FUZZ` asks for another number.
const REQUESTS: u64 = 100_000;

/// A generator of numbers (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize
    }

    fn pick<'p>(&mut self, of: &[&'p str]) -> &'p str {
        of[self.next() % of.len()]
    }

    /// Pieces one after the other, with some noise between.
    fn text(&mut self, pieces: &[&str], most: usize) -> Vec<u8> {
        let mut text = Vec::new();
        for _ in 0..self.next() % (most + 1) {
            match self.next() % 12 {
                0 => text.push(self.next().to_le_bytes()[0]),
                _ => text.extend(self.pick(pieces).bytes()),
            }
        }
        text
    }
}

const PATHS: [&str; 26] = [
    "/api/v1",
    "/apis",
    "/",
    "//",
    "/namespaces",
    "/dev",
    "/pods",
    "/web",
    "/exec",
    "/log",
    "/watch",
    "/proxy",
    "%2f",
    "%2e",
    "%",
    "%zz",
    "..",
    ";",
    "?",
    "&",
    "watch=1",
    "fieldSelector=metadata.name%3Da",
    "limit=x",
    "#",
    "/authorization.k8s.io/v1/selfsubjectaccessreviews",
    "/authorization.k8s.io/v1/selfsubjectrulesreviews",
];
const METHODS: [&str; 11] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "get", "", "A B",
];
const NAMES: [&str; 16] = [
    "x-remote-user",
    "x-remote-group",
    "x-remote-extra-%41",
    "x-remote-uid",
    "x_remote_user",
    "impersonate-user",
    "impersonate-group",
    "impersonate-extra-a%2fb",
    "impersonate-uid",
    "authorization",
    "upgrade",
    "user-agent",
    "sec-websocket-protocol",
    "x-aksess-entra",
    "content-type",
    "x-other",
];
const VALUES: [&str; 16] = [
    "alice",
    "system:masters",
    "system:serviceaccount:a:b",
    "system:node:n",
    ",",
    " ",
    "\n",
    "é",
    "websocket",
    "SPDY/3.1",
    "curl",
    "base64url.bearer.authorization.k8s.io.x",
    "application/json",
    "eyJpc3MiOiJpIn0",
    "=",
    "%",
];
const SUBJECTS: [&str; 12] = [
    "CN=", "front", "O=", "devs", ",", "+", "\\,", "\\2C", "#0403", "=", "\"", "OU=x,",
];
const JSON: [&str; 22] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"kind\"",
    "\"SelfSubjectAccessReview\"",
    "\"apiVersion\"",
    "\"authorization.k8s.io/v1\"",
    "\"spec\"",
    "\"resourceAttributes\"",
    "\"verb\"",
    "\"list\"",
    "\"namespace\"",
    "\"dev\"",
    "null",
    "5",
    "\"\\ud800\"",
    "k8s\0",
    "\n\u{4}\u{12}\u{2}",
    "\u{ff}",
];

/// Requests that come far.
const TARGETS: [&str; 6] = [
    "/version",
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    "/api/v1/namespaces/dev/pods/web/exec",
    "/api/v1/watch/",
    "/api/v1/pods?watch=1",
];
const BODIES: [&str; 2] = [
    r#"{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{"resourceAttributes":{"verb":"list"}}}"#,
    r#"{"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","spec":{"namespace":"dev"}}"#,
];

fn request(numbers: &mut Numbers) -> Request {
    let (method, path) = match numbers.next() % 2 {
        0 => (numbers.pick(&METHODS), numbers.text(&PATHS, 8)),
        _ => (
            numbers.pick(&["GET", "POST"]),
            numbers.pick(&TARGETS).into(),
        ),
    };
    let mut request = Request::default()
        .with(":method", method)
        .with(":path", path);
    for _ in 0..numbers.next() % 6 {
        let name = numbers.pick(&NAMES);
        request = request.with(name, numbers.text(&VALUES, 3));
    }
    let subject = match numbers.next() % 3 {
        0 => numbers.text(&SUBJECTS, 6),
        _ => FRONT.as_bytes().to_vec(),
    };
    request = request
        .property("connection\0subject_peer_certificate", subject)
        .property(
            "metadata\0filter_metadata\0envoy.filters.http.jwt_authn\0entra\0iss",
            "i",
        );
    if numbers.next().is_multiple_of(3) {
        request.body = Some(match numbers.next() % 2 {
            0 => numbers.text(&JSON, 24),
            _ => numbers.pick(&BODIES).into(),
        });
    }
    request
}

#[expect(
    clippy::disallowed_methods,
    reason = "a soak asks for more requests than a test"
)]
fn how_many() -> u64 {
    let asked = std::env::var("FUZZ").ok();
    asked.and_then(|of| of.parse().ok()).unwrap_or(REQUESTS)
}

#[test]
fn no_request_makes_the_plugin_fail() {
    let asked = how_many();
    let mut plugin = Native::start();
    let policy = "kind: ClusterSettings\nkubernetesDefaults: true";
    let configuration = json!({
        "policy": {"documents": [{"name": "p", "text": policy}]},
        "mode": {"enforce": {
            "service": "kubernetes",
            "identity": [
                {"token": {"payloadHeader": "x-aksess-entra", "payloadMetadata": "entra", "issuer": "i",
                    "audiences": ["a"], "claims": {"entra": {"tenant": "t"}}}},
                {"frontHeaders": {"frontNames": ["front"]}}, {"certificate": {}}, {"anonymous": {}}],
            "upstream": "remoteHeaders", "answerReviews": true,
        }},
    });
    assert!(plugin.configure(configuration.to_string().as_bytes()));
    let mut numbers = Numbers(0x5EED);
    let mut codes = std::collections::BTreeMap::new();
    for _ in 0..asked {
        let outcome = plugin.ask(&request(&mut numbers));
        *codes.entry(outcome.code()).or_insert(0_u64) += 1;
    }
    println!("{asked} requests: {codes:?}");
    // The generator reaches each kind of outcome.
    for code in [200, 201, 400, 401, 403] {
        assert!(codes.contains_key(&code), "{codes:?}");
    }
    assert!(with(|proxy| proxy.log.iter().all(|(level, _)| *level < 4)));
}
