//! Is every text read, within bounds, and every sentence of ours read back?

use aksess::command::{self, Context, Pasted, Question};
use aksess::{Attributes, Authorizer, Policy, Resource, Target};
use proptest::prelude::*;

fn read(text: &str) -> Pasted {
    command::parse(text, &Context::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// What our own sentence says is read back, whatever the names.
    #[test]
    fn a_sentence_is_read_back(
        user in "\\PC{1,20}",
        verb in "[a-z:*-]{1,12}",
        resource in "[a-z]{1,10}",
        subresource in "[a-z]{0,5}",
        group in "([a-z]{1,5}(\\.[a-z]{1,4})?)?",
        namespace in "[a-z0-9-]{0,8}",
        name in "[a-zA-Z0-9:.\"\\\\_-]{0,10}",
        path in "/[ -~]{0,20}",
        on_path in any::<bool>(),
    ) {
        let target = if on_path {
            Target::NonResource { path: &path }
        } else {
            Target::Resource(Resource {
                api_group: &group,
                resource: &resource,
                subresource: &subresource,
                namespace: &namespace,
                name: &name,
            })
        };
        let policy = Policy::parse(&[]);
        let attributes = Attributes { user: &user, groups: vec!["nobody"], extra: vec![], verb: &verb, target };
        let message = Authorizer::new(&policy).explain(&attributes).message.unwrap();
        let pasted = read(&format!("Error from server (Forbidden): {message}\n"));
        prop_assert_eq!(pasted.requests.len(), 1, "{}", message);
        prop_assert_eq!(&pasted.requests[0].question, &Question::from(&attributes), "{}", message);
        prop_assert_eq!(&pasted.caller.unwrap().user, &user, "{}", message);
    }

    /// Any text is read, and the answer stays within its bounds.
    #[test]
    fn any_text_is_read(text in "\\PC{0,300}|[ -~\n]{0,400}") {
        bounded(&text)?;
    }

    /// So is any heap of the words that lines and sentences are made of.
    #[test]
    fn any_words_are_read(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40)) {
        bounded(&words.concat())?;
        bounded(&format!("kubectl {}", words.concat()))?;
        bounded(&format!("curl {}", words.concat()))?;
    }
}

const WORDS: [&str; 48] = [
    " ",
    " ",
    " ",
    "\n",
    "\"",
    "'",
    "\\",
    "`",
    "$",
    "|",
    "<<EOF",
    "EOF",
    "-f -",
    "-",
    "--",
    "=",
    "kubectl ",
    "az ",
    "curl ",
    "sudo ",
    "get ",
    "apply ",
    "exec ",
    "cp ",
    "debug ",
    "top ",
    "auth can-i ",
    "create ",
    "rolebinding ",
    "pods ",
    "deploy/web ",
    "all,cm,svc ",
    "-n",
    "-A ",
    "-it ",
    "--as ",
    "--raw ",
    "/api/v1/pods?watch=1 ",
    "p:x ",
    "User \"",
    "user \"",
    "\" cannot get resource \"pods\"",
    " in API group \"\"",
    " is forbidden: ",
    "kind: Event\n",
    "{\"kind\":\"Status\",\"message\":\"",
    "ser \\\"",
    "é😀\u{a0}",
];

fn bounded(text: &str) -> Result<(), TestCaseError> {
    let pasted = read(text);
    prop_assert!(pasted.requests.len() <= command::MAX_REQUESTS);
    prop_assert!(pasted.notes.len() <= 51 && pasted.problems.len() <= 51);
    for problem in &pasted.problems {
        prop_assert!(
            problem.start <= problem.end && problem.end <= text.len(),
            "{:?}",
            problem
        );
        prop_assert!(
            text.get(problem.start..problem.end).is_some(),
            "{:?}",
            problem
        );
    }
    command::kubectl(text, &Context::default());
    Ok(())
}

#[test]
fn large_texts_take_no_longer_than_they_are_long() {
    let sentence = "pods \"w\" is forbidden: User \"a\" cannot get resource \"pods\" in API group \"\" in the namespace \"dev\"\n";
    for text in [
        format!(
            "kubectl get {} {}",
            "pods,".repeat(20_000),
            "x ".repeat(20_000)
        ),
        format!(
            "kubectl get pods {}",
            "--flag-that-is-unknown ".repeat(50_000)
        ),
        format!(
            "kubectl apply -f - <<EOF\n{}EOF",
            "kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\n---\n".repeat(5_000)
        ),
        format!(
            "kubectl get pods {} {}",
            "x ".repeat(2_000),
            "-A ".repeat(50_000)
        ),
        sentence.repeat(20_000),
        "User \"".repeat(100_000),
        "ser \\\"".repeat(100_000),
        "user \"u\" is attempting to grant RBAC permissions not currently held:\n{".repeat(5_000),
        format!(
            "user \"u\" is attempting to grant RBAC permissions not currently held:\n{{APIGroups:[{0}], Resources:[{0}], Verbs:[{0}]}}",
            "\"a\" ".repeat(3_000)
        ),
        "'".repeat(300_000),
        "a|".repeat(150_000),
        "$ ".repeat(150_000),
        "\\".repeat(300_000),
        "kubectl get pods <<EOF ".repeat(2_000),
    ] {
        assert!(read(&text).requests.len() <= command::MAX_REQUESTS);
    }
}
