//! Do lines of curl and az ask what they would ask, and keep no credential?

use aksess::command::{self, Context, Need, Pasted, PastedKind};

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
fn credentials_are_not_kept() {
    for text in [
        "curl -X DELETE -H 'Authorization: Bearer S3CRET' https://host/api/v1/namespaces/dev/pods/web",
        "curl -XDELETE -uadmin:S3CRET https://host/api/v1/namespaces/dev/pods/web",
        "curl -k --user admin:S3CRET -X DELETE https://host/api/v1/namespaces/dev/pods/web",
        "curl --request DELETE https://admin:S3CRET@host/api/v1/namespaces/dev/pods/web?access_token=S3CRET",
        "curl --oauth2-bearer S3CRET -X DELETE --cert S3CRET.pem:S3CRET --key S3CRET https://host/api/v1/namespaces/dev/pods/web",
        "curl -sSkH \"Authorization: Basic S3CRET\" -X DELETE 'https://host/api/v1/namespaces/dev/pods/web'",
        "curl -b session=S3CRET -X DELETE --unknown-flag S3CRET https://host/api/v1/namespaces/dev/pods/web",
        "curl -H Authorization: Bearer a/S3CRET -X DELETE https://host/api/v1/namespaces/dev/pods/web",
        "TOKEN=S3CRET curl -X DELETE https://host/api/v1/namespaces/dev/pods/web",
        "kubectl delete pod web -n dev --wait=false --token S3CRET",
        "kubectl delete pod web -n dev --wait=false --tokn=S3CRET --password=S3CRET --username S3CRET",
        "kubectl --client-key=S3CRET delete pod web -n dev --wait=false -ZS3CRET",
        "AZURE_CLIENT_SECRET=S3CRET kubectl delete pod web -n dev --wait=false",
    ] {
        let pasted = read(text);
        assert_eq!(asked(&pasted), ["delete pods web in dev"], "{text}");
        let sent = serde_json::to_string(&pasted).unwrap() + &format!("{pasted:?}");
        assert!(!sent.contains("S3CRET"), "{text}: {sent}");
    }
    for text in [
        "curl S3CRET",
        "curl -H 'Authorization: Bearer S3CRET'",
        "curl https://u:S3CRET@host/api/v1/proxy",
        "curl -X 'S3CRET bad' https://host/api/v1/pods",
        "curl -H 'Authorization: Bearer S3CRET' https://host/api/v1/watch",
        "kubectl get pods --token=S3CRET --frob=S3CRET | curl -H S3CRET",
        "az aks show -n x --password S3CRET",
    ] {
        let pasted = read(text);
        let sent = serde_json::to_string(&pasted).unwrap() + &format!("{pasted:?}");
        assert!(!sent.contains("S3CRET"), "{text}: {sent}");
    }
}

#[test]
fn curl_says_method_and_whom_it_acts_as() {
    for (text, expected) in [
        (
            "curl -d @x https://h/api/v1/namespaces/dev/pods",
            "create pods in dev",
        ),
        (
            "curl --json '{}' https://h/api/v1/namespaces/dev/pods",
            "create pods in dev",
        ),
        (
            "curl -T x https://h/api/v1/namespaces/dev/pods/web",
            "update pods web in dev",
        ),
        ("curl -I https://h/healthz", "head /healthz"),
        ("curl localhost:8001/version", "get /version"),
        ("curl https://h", "get /"),
        (
            "curl --url https://h/apis/apps/v1/deployments",
            "list deployments.apps at the cluster scope",
        ),
    ] {
        assert_eq!(asked(&read(text)), [expected], "{text}");
    }
    let pasted = read(
        "curl -H 'Impersonate-User: eve' -H 'impersonate-group: g' -H 'Impersonate-Extra-oid: 1' https://h/api",
    );
    let who = pasted.impersonate.unwrap();
    assert_eq!(
        (who.user.as_str(), who.groups),
        ("eve", vec!["g".to_owned()])
    );
    assert_eq!(who.extra.get("oid"), Some(&["1".to_owned()][..]));
    let stream = read("curl 'https://h/api/v1/namespaces/dev/pods/web/exec?command=ls'");
    assert_eq!(
        asked(&stream),
        ["get pods/exec web in dev", "create pods/exec web in dev"]
    );
}

#[test]
fn lines_of_az_ask_azure() {
    let cluster = "Microsoft.ContainerService/managedClusters";
    for (text, actions) in [
        (
            "az aks get-credentials -g rg -n aks",
            vec![format!("{cluster}/listClusterUserCredential/action")],
        ),
        (
            "az aks get-credentials --resource-group rg --name aks --admin",
            vec![format!("{cluster}/listClusterAdminCredential/action")],
        ),
        (
            "az aks get-credentials -a -g rg -n aks",
            vec![format!("{cluster}/listClusterAdminCredential/action")],
        ),
        (
            "az aks stop -g=rg -n=aks",
            vec![format!("{cluster}/stop/action")],
        ),
        (
            "az aks command invoke -g rg -n aks -c 'kubectl delete ns x --wait=false'",
            vec![
                format!("{cluster}/runcommand/action"),
                format!("{cluster}/commandResults/read"),
            ],
        ),
    ] {
        let pasted = read(text);
        let plane = pasted.control_plane.unwrap();
        assert_eq!(pasted.what, PastedKind::Az);
        assert_eq!(plane.actions, actions, "{text}");
        assert_eq!(plane.name.as_deref(), Some("aks"), "{text}");
        assert_eq!(plane.resource_group.as_deref(), Some("rg"), "{text}");
    }
    let invoke = read("az aks command invoke -g rg -n aks -c 'kubectl delete ns x --wait=false'");
    assert_eq!(asked(&invoke), ["delete namespaces x in x"]);
}
