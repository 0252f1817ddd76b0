//! Are lines read as they are pasted: with prompts, pipes, and files below them?

use aksess::command::{
    self, Asker, Condition, Context, Found, Kind, Need, Pasted, PastedKind, Spoke,
};
use serde_json::json;

fn read(text: &str) -> Pasted {
    command::parse(text, &Context::default())
}

/// The requests in short, those assumed left out.
fn asked(pasted: &Pasted) -> Vec<String> {
    let counted = pasted
        .requests
        .iter()
        .filter(|asked| asked.need != Need::Assumed);
    counted.map(ToString::to_string).collect()
}

#[test]
fn a_line_is_found_in_what_stands_around_it() {
    for text in [
        "kubectl get pods -n dev",
        "  $ kubectl get pods -n dev\n",
        "# kubectl get pods -n dev",
        "alice@host:~/x$ kubectl get pods -n dev",
        "PS C:\\Users\\me> kubectl.exe get pods -n dev",
        "➜  ~ k -ndev get po",
        "sudo -u root KUBECONFIG=x kubectl --namespace=dev get pods",
        "KUBECONFIG=admin.conf ./bin/kubectl get pod --namespace dev",
        "```\nkubectl get pods -n dev\n```",
        "# first look\n\nkubectl get \\\n  pods -n dev",
        "kubectl get pods -n dev | grep web",
        "kubectl get pods -n dev > out.txt 2>&1",
        "minikube kubectl -- get pods -n dev",
        "get pods -n dev",
        "oc get Pods -n=dev -owide --no-headers",
        "az aks command invoke -g rg -n aks --command \"kubectl get pods -n dev\"",
        "GET /api/v1/namespaces/dev/pods HTTP/1.1",
        "curl -sk \"https://host:6443/api/v1/namespaces/dev/pods?limit=5\"",
        "curl $APISERVER/api/v1/namespaces/dev/pods --header \"Authorization: Bearer $TOKEN\"",
    ] {
        let pasted = read(text);
        assert_eq!(asked(&pasted), ["list pods in dev"], "{text}");
        assert!(pasted.problems.is_empty(), "{text}: {:?}", pasted.problems);
    }
    for text in [
        "kind: Role",
        "the kubectl command",
        "k: v",
        "",
        "get lost now",
    ] {
        assert_eq!(read(text).what, PastedKind::Unknown, "{text}");
    }
}

#[test]
fn what_is_not_read_is_noted() {
    for (text, note) in [
        (
            "kubectl get pods | grep x",
            "what follows the first command",
        ),
        ("kubectl get pods -n $NS", "not expanded"),
        ("kubectl get pods\nkubectl get nodes", "only the first line"),
        ("kubectl get pods --colour", "`--colour` is not known"),
        ("kubectl get pods -Z", "`-Z` is not known"),
        ("kubectl get pods --context other", "`--context` may bring"),
        ("kubectl get things.acme.io", "`things` is taken as"),
        ("kubectl config view --raw", "asks nothing of the server"),
        ("kubectl version --client", "asks nothing of the server"),
        (
            "kubectl auth can-i get pods/log",
            "asked for with `--subresource=log`",
        ),
        (
            "kubectl label pod p a=b --local",
            "asks nothing of the server",
        ),
        (
            "kubectl apply -f - <<EOF\nkind: Pod\napiVersion: v1\nEOF",
            "both creating and changing",
        ),
    ] {
        let notes = read(text).notes;
        assert!(
            notes.iter().any(|of| of.contains(note)),
            "{text}: {notes:?}"
        );
    }
}

#[test]
fn problems_stand_where_they_are() {
    for (text, place, message) in [
        ("kubectl get thing", "thing", "`thing` is no kind"),
        ("$ kubectl get po,thing", "po,thing", "`thing` is no kind"),
        ("kubectl apply -f x.yaml", "x.yaml", "what `x.yaml` holds"),
        ("kubectl frobnicate", "frobnicate", "no verb of kubectl"),
        ("kubectl rollout", "rollout", "not known here"),
        ("kubectl delete pods", "delete", "wants a name"),
        ("kubectl logs", "logs", "which object"),
        (
            "kubectl get pod web -A",
            "web",
            "cannot be asked for in all namespaces",
        ),
        ("kubectl get pods –n dev", "–n", "a dash that is not `-`"),
        ("kubectl get 'pods", "'", "not closed"),
        ("kubectl get pods/a b", "b", "not `TYPE/NAME`"),
        ("kubectl get pods a/b", "a/b", "gives a type"),
        (
            "az aks nodepool list",
            "aks nodepool list",
            "not known here",
        ),
    ] {
        let problems = read(text).problems;
        let problem = problems.first().unwrap();
        assert_eq!(text.get(problem.start..problem.end), Some(place), "{text}");
        assert!(
            problem.message.contains(message),
            "{text}: {}",
            problem.message
        );
    }
}

#[test]
fn files_are_those_below_the_line_or_among_the_documents() {
    let below = "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: r, namespace: dev}\n";
    for text in [
        format!("cat <<'EOF' | kubectl create -f -\n{below}EOF\n"),
        format!("kubectl create -f - <<EOF\n{below}EOF\n"),
        format!("kubectl create -f -\n{below}"),
        format!("kubectl create -f role.yaml\n---\n{below}"),
    ] {
        let pasted = read(&text);
        let role = "roles.rbac.authorization.k8s.io";
        assert_eq!(
            asked(&pasted),
            [
                format!("create {role} in dev"),
                format!("escalate {role} r in dev")
            ],
            "{text}"
        );
    }
}

#[test]
fn kinds_and_the_current_namespace_come_from_the_context() {
    let context = Context {
        namespace: Some("team".to_owned()),
        kinds: vec![Kind {
            resource: "gadgets".to_owned(),
            group: "acme.io".to_owned(),
            kind: "Gadget".to_owned(),
            short_names: vec!["gd".to_owned()],
            namespaced: Some(true),
            ..Kind::default()
        }],
        ..Context::default()
    };
    let pasted = command::kubectl("get gd,nodes,ns/x", &context);
    assert_eq!(
        asked(&command::kubectl("get gd,nodes", &context)),
        [
            "list gadgets.acme.io in team",
            "list nodes at the cluster scope"
        ]
    );
    assert_eq!(pasted.problems.len(), 1);
    assert_eq!(
        asked(&command::kubectl("get ns x", &context)),
        ["get namespaces x in x"]
    );
    assert_eq!(
        asked(&command::kubectl("get ns", &context)),
        ["list namespaces at the cluster scope"]
    );
}

#[test]
fn streams_need_create_from_1_35_on() {
    let stream = |server| {
        let context = Context {
            server,
            ..Context::default()
        };
        let requests = command::kubectl("exec web -- ls", &context).requests;
        let last = requests.last().unwrap().clone();
        (
            requests.len(),
            last.to_string(),
            last.asker,
            last.alternatives.len(),
        )
    };
    let create = "create pods/exec web in default".to_owned();
    assert_eq!(stream(None), (5, create.clone(), Asker::Server, 0));
    assert_eq!(stream(Some(36)), (5, create.clone(), Asker::Server, 0));
    assert_eq!(stream(Some(34)), (4, create, Asker::Client, 1));
}

#[test]
fn an_answer_is_plain_data() {
    let pasted = read("kubectl logs deploy/web --as eve --as-group devs -n dev");
    let sent = serde_json::to_value(&pasted).unwrap();
    assert_eq!(sent["what"], "kubectl");
    assert_eq!(
        sent["impersonate"],
        json!({"user": "eve", "groups": ["devs"]})
    );
    assert_eq!(
        sent["requests"][0],
        json!({
            "question": {"nonResourceAttributes": {"path": "/api", "verb": "get"}},
            "need": "assumed", "asker": "client", "why": "discovery"
        })
    );
    let log = pasted.requests.last().unwrap();
    assert_eq!(log.found, Some(Found::One));
    let waits = pasted
        .requests
        .iter()
        .find(|of| of.only_if == Some(Condition::NoPod))
        .unwrap();
    assert_eq!(waits.to_string(), "watch pods in dev");
    let sent = serde_json::to_value(log).unwrap();
    assert_eq!(sent["found"], "one");
    assert_eq!(sent["question"]["resourceAttributes"]["subresource"], "log");
}

#[test]
fn a_line_with_its_refusal_below_says_who_and_why() {
    let pasted = read(
        "$ kubectl get pods -n dev\nError from server (Forbidden): pods is forbidden: User \"eve\" cannot list \
         resource \"pods\" in API group \"\" in the namespace \"dev\": User does not have access to the resource in Azure.\n",
    );
    assert_eq!(pasted.what, PastedKind::Kubectl);
    assert_eq!(asked(&pasted), ["list pods in dev"]);
    assert_eq!(pasted.caller.unwrap().user, "eve");
    assert_eq!(pasted.reported.unwrap().spoke, Spoke::Azure);
}

#[test]
fn the_answer_of_can_i_is_kept() {
    for (below, allowed, spoke) in [
        ("yes", true, Spoke::Nobody),
        ("no", false, Spoke::Nobody),
        (
            "no - RBAC: role.rbac.authorization.k8s.io \"x\" not found",
            false,
            Spoke::KubernetesRbac,
        ),
    ] {
        let pasted = read(&format!("$ kubectl auth can-i get pods -n dev\n{below}\n"));
        assert_eq!(asked(&pasted), ["get pods in dev"]);
        let reported = pasted.reported.unwrap();
        assert_eq!((reported.allowed, reported.spoke), (allowed, spoke));
    }
}
