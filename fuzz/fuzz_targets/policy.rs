//! Is any text read, compiled, asked and explained without a panic, and is the explanation the decision?
#![no_main]

use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::decode("fuzz", bytes);
    let policy = Policy::parse(&[source]);
    let authorizer = Authorizer::new(&policy);
    let names = policy.vocabulary();
    let first = |list: &[String]| list.first().cloned().unwrap_or_default();
    let (user, group, verb) = (first(&names.users), first(&names.groups), first(&names.verbs));
    let (api_group, resource) = (first(&names.api_groups), first(&names.resources));
    let (namespace, name, path) = (first(&names.namespaces), first(&names.names), first(&names.paths));
    let targets = [
        Target::NonResource { path: &path },
        Target::Resource(Resource {
            api_group: &api_group,
            resource: &resource,
            subresource: "",
            namespace: &namespace,
            name: &name,
        }),
    ];
    for target in targets {
        let asked = Attributes { user: &user, groups: vec![&group], extra: vec![], verb: &verb, target };
        let trace = authorizer.explain(&asked);
        assert_eq!(authorizer.authorize(&asked), trace.decision);
        assert!(!report::render(&trace).is_empty());
        assert!(!authorizer.who_can(&asked).subjects.is_empty());
    }
    for outcome in aksess::conformance::run(&policy) {
        assert!(!outcome.request.is_empty());
    }
});
