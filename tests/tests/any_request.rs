//! What holds of every request, sensible or not?
//!
//! Seeds are fixed: a failure here is a failure everywhere.

mod for_all;

use aksess::RequestInfo;
use for_all::for_all;
use proptest::prelude::*;
use proptest::sample::select;

const NOBODY: [&str; 0] = [];

/// Segments and queries that mean something, joined anyhow.
fn target() -> impl Strategy<Value = String> {
    let segment = select(vec![
        "",
        "api",
        "apis",
        "v1",
        "apps",
        "namespaces",
        "dev",
        "pods",
        "watch",
        "proxy",
        "status",
        "finalize",
        "exec",
        "%2F",
        "%61pi",
        "é",
        "%zz",
        "%",
        "..",
        "a b",
    ]);
    let pair = select(vec![
        "",
        "watch=1",
        "watch=0",
        "watch",
        "%zz=1",
        "a;b",
        "limit=x",
        "labelSelector=a,",
        "fieldSelector=metadata.name%3Dweb",
        "fieldSelector=metadata.name%3D..",
        "timeoutSeconds=5",
    ]);
    let joined = |of: Vec<&'static str>, by: &'static str| of.join(by);
    let path = prop::collection::vec(segment, 0..9).prop_map(move |of| joined(of, "/"));
    let query = prop::collection::vec(pair, 0..4).prop_map(move |of| joined(of, "&"));
    let origin = select(vec!["/", "", "//", "http://other/", "http://o^/", "x:"]);
    (origin, path, query).prop_map(|(origin, path, query)| match query.as_str() {
        "" => format!("{origin}{path}"),
        query => format!("{origin}{path}?{query}"),
    })
}

fn method() -> impl Strategy<Value = String> {
    let usual = select(vec![
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "get", "CONNECT", "X",
    ]);
    prop_oneof![4 => usual.prop_map(str::to_owned), 1 => any::<String>()]
}

#[test]
fn whatever_comes_is_read_and_read_the_same_again() {
    let targets = prop_oneof![2 => target(), 1 => any::<String>(), 1 => "/(%[0-9a-f]{2}|.){0,40}"];
    for_all(4_000, &(method(), targets), |(method, target)| {
        let info = RequestInfo::parse(&method, &target);
        assert_eq!(info, RequestInfo::parse(&method, &target));
        assert_eq!(
            info.attributes("alice", &NOBODY).is_err(),
            info.error.is_some()
        );
        match &info.error {
            Some(error) if error.code == 400 => assert_eq!(info.path, ""),
            Some(_) => assert!(info.is_resource_request && info.parts.is_empty()),
            None if info.is_resource_request => {
                assert!(["api", "apis"].contains(&info.api_prefix.as_str()));
                assert_eq!(info.parts.first(), Some(&info.resource));
                let verbs = "get list watch create update patch delete deletecollection proxy ";
                assert!(verbs.split(' ').any(|verb| verb == info.verb));
            }
            None => assert_eq!(info.verb, method.to_ascii_lowercase()),
        }
        Ok(())
    });
}

#[test]
fn an_escaped_path_is_the_same_path() {
    for_all(
        4_000,
        &(
            method(),
            "/(api/v1|apis/apps/v1)(/[a-zé.]{0,4}|/namespaces|/watch){0,5}",
        ),
        |(method, path)| {
            let escape = |byte: u8| format!("%{byte:02x}");
            let escaped: Vec<String> = path.bytes().skip(1).map(escape).collect();
            let escaped = format!("/{}", escaped.concat());
            let mut plain = RequestInfo::parse(&method, &path);
            let mut again = RequestInfo::parse(&method, &escaped);
            assert_eq!(plain.error.take().is_some(), again.error.take().is_some());
            assert_eq!(plain, again);
            Ok(())
        },
    );
}
