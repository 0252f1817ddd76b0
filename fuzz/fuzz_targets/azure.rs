//! Is any document of Azure read and asked about without a panic, and does its explanation tell its decision?
#![no_main]

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{Attributes, Authorizer, Order, Policy, Resource, Source, Target, report};
use libfuzzer_sys::fuzz_target;

const CLUSTER: &str = r#"{"type": "Microsoft.ContainerService/ManagedClusters", "name": "c",
    "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/managedClusters/c",
    "aadProfile": {"enableAzureRbac": true}}"#;
const ALICE: &str = "a11ce000-0000-4000-8000-00000000000a";

fuzz_target!(|text: &str| {
    // The first line is a request of words, the rest the documents; a cluster is there whatever they say.
    let (line, documents) = text.split_once('\n').unwrap_or(("get pods", text));
    let mut words = line.split(' ');
    let mut word = |usual: &'static str| words.next().filter(|of| !of.is_empty()).unwrap_or(usual).to_owned();
    let (verb, resource, group) = (word("get"), word("pods"), word(""));
    let (namespace, member, path) = (word("dev"), word("group"), word("/metrics"));
    let policy = Policy::parse(&[Source::new("azure", documents), Source::new("cluster", CLUSTER)]);
    let authorizer = Authorizer::new(&policy);
    let oid = [ALICE.to_owned()];
    let targets = [
        Target::NonResource { path: &path },
        Target::Resource(Resource {
            api_group: &group,
            resource: &resource,
            subresource: "",
            namespace: &namespace,
            name: "",
        }),
    ];
    for target in targets {
        let asked = Attributes {
            user: "alice",
            groups: vec![&member, "system:authenticated"],
            extra: vec![("oid", &oid)],
            verb: &verb,
            target,
        };
        for order in Order::ALL {
            let authorizer = authorizer.in_order(order);
            let trace = authorizer.explain(&asked);
            assert_eq!(authorizer.authorize(&asked), trace.decision);
            assert!(!report::render(&trace).is_empty());
            let azure = trace.azure.expect("a cluster is described");
            assert!(azure.near_misses.iter().all(|of| !of.differences.is_empty()));
        }
    }
    for file in ["user", "admin"] {
        let request = format!(r#"{{"as": {{"token": {{"oid": "{ALICE}"}}}}, "kubeconfig": "{file}"}}"#);
        let request = AccessRequest::parse(&request).expect("a request");
        let review = authorizer.review(&request, &Context::default());
        assert_eq!(review.decision.is_allowed(), review.message.is_none());
        assert!(!report::render_review(&review).is_empty());
    }
});
