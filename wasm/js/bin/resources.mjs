// Which resource does a word name?
//
// kubectl asks the cluster which resources there are; here nothing is asked, so the resources of
// Kubernetes 1.36 itself are listed. Words are plurals, singulars or short names, with or without
// `.GROUP`. Whatever is not listed is taken as written.

/** Per API group: plurals with their short names; those with a star are in no namespace. */
const BUILT_IN = {
  "": `bindings componentstatuses*=cs configmaps=cm endpoints=ep events=ev limitranges=limits namespaces*=ns
    nodes*=no persistentvolumeclaims=pvc persistentvolumes*=pv pods=po podtemplates replicationcontrollers=rc
    resourcequotas=quota secrets serviceaccounts=sa services=svc`,
  "admissionregistration.k8s.io": `mutatingadmissionpolicies* mutatingadmissionpolicybindings*
    mutatingwebhookconfigurations* validatingadmissionpolicies* validatingadmissionpolicybindings*
    validatingwebhookconfigurations*`,
  "apiextensions.k8s.io": "customresourcedefinitions*=crd=crds",
  "apiregistration.k8s.io": "apiservices*",
  apps: "controllerrevisions daemonsets=ds deployments=deploy replicasets=rs statefulsets=sts",
  "authentication.k8s.io": "selfsubjectreviews* tokenreviews*",
  "authorization.k8s.io": `localsubjectaccessreviews selfsubjectaccessreviews* selfsubjectrulesreviews*
    subjectaccessreviews*`,
  autoscaling: "horizontalpodautoscalers=hpa",
  batch: "cronjobs=cj jobs",
  "certificates.k8s.io": "certificatesigningrequests*=csr",
  "coordination.k8s.io": "leases",
  "discovery.k8s.io": "endpointslices",
  "flowcontrol.apiserver.k8s.io": "flowschemas* prioritylevelconfigurations*",
  "networking.k8s.io": "ingressclasses* ingresses=ing ipaddresses*=ip networkpolicies=netpol servicecidrs*",
  "node.k8s.io": "runtimeclasses*",
  policy: "poddisruptionbudgets=pdb",
  "rbac.authorization.k8s.io": "clusterrolebindings* clusterroles* rolebindings roles",
  "resource.k8s.io": "deviceclasses* resourceclaims resourceclaimtemplates resourceslices*",
  "scheduling.k8s.io": "priorityclasses*=pc",
  "storage.k8s.io": `csidrivers* csinodes* csistoragecapacities storageclasses*=sc volumeattachments*
    volumeattributesclasses*=vac`,
};

const RESOURCES = Object.entries(BUILT_IN).flatMap(([group, entries]) =>
  entries.split(/\s+/).map((entry) => {
    const [plural, ...short] = entry.split("=");
    const resource = plural.replace("*", "");
    const words = [resource, singular(resource), ...short];
    return { group, resource, words, isNamespaced: !plural.endsWith("*") };
  }),
);

/** `deployments` → `deployment`, `ingresses` → `ingress`, `networkpolicies` → `networkpolicy`. */
function singular(plural) {
  return plural.replace(/ies$/, "y").replace(/(ss|us)es$/, "$1").replace(/([^suy])s$/, "$1");
}

/** The resource and API group of TYPE, TYPE.GROUP or TYPE.VERSION.GROUP, and what is odd about it. */
export function find(type, namespace) {
  const [word, ...parts] = type.split(".");
  if (/^v\d+((alpha|beta)\d+)?$/.test(parts[0])) parts.shift();
  const group = type.includes(".") ? parts.join(".") : undefined;
  const found = RESOURCES.find(
    (entry) => entry.words.includes(word.toLowerCase()) && (group ?? entry.group) === entry.group,
  );
  if (found) {
    const isOdd = namespace && !found.isNamespaced;
    const warnings = isOdd ? [`${found.resource} are in no namespace; real requests for them carry none`] : [];
    return { resource: found.resource, group: found.group, warnings };
  }
  const isUnknown = group === undefined && word !== "*";
  const told = `\`${word}\` is not a resource of Kubernetes itself and is looked for in the core API group; name another as ${word}.GROUP`;
  return { resource: word, group: group ?? "", warnings: isUnknown ? [told] : [] };
}
