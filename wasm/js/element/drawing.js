// How does a review look in little?
//
// As plain trees of [tag, attributes, ...children], from which the element makes nodes and `aksess render`
// text. What comes from documents is only ever a child that is a string, or an attribute's value.

const GATES = { kubeconfig: "Kubeconfig", authentication: "Authentication", "azure-rbac": "Azure RBAC", "kubernetes-rbac": "Kubernetes RBAC" };
const WORDS = { allowed: "allowed", denied: "denied", "no-opinion": "no opinion", "not-in-use": "not in use", "not-asked": "not asked" };

/** The whole answer: verdict, gates, what the caller reads, and why. */
export function drawing({ review, verdict, because, request }) {
  const allowed = review.decision === "Allow";
  return [
    ["p", { class: "q" }, request],
    ["div", { class: `v ${allowed ? "y" : "n"}`, part: "verdict" }, sign(allowed), ["p", {}, ["b", {}, verdict], ". ", because]],
    gates(review, allowed, verdict),
    ...(review.message ? [["p", { class: "m" }, ["code", {}, review.message]]] : []),
    ...(review.ordersDiffer ? [["p", { class: "o" }, review.ordersDiffer]] : []),
    ["details", {}, ["summary", {}, "Why"], ["ul", {}, ...why(review)]],
  ];
}

/** A circle with a tick or an octagon with a cross: told apart without colour. */
function sign(allowed) {
  const shape = allowed ? "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20ZM7 12l4 4 6-8" : "M8 2h8l6 6v8l-6 6H8l-6-6V8ZM8 8l8 8M16 8l-8 8";
  return svg("0 0 24 24", { class: "i", role: "img", "aria-label": allowed ? "Allowed" : "Denied" }, shape);
}

function svg(viewBox, attributes, ...paths) {
  return ["svg", { viewBox, ...attributes }, ...paths.map((d) => (typeof d === "string" ? ["path", { d }] : ["path", d]))];
}

/** The thread of the request through four gates, and where it stops. */
function gates({ gates: opinions }, allowed, verdict) {
  const stop = allowed ? 9 : Number(/gate (\d)/.exec(verdict)?.[1] ?? (/Azure Resource/.test(verdict) ? 1 : 4));
  const gate = ({ gate: name, opinion, words }, at) => {
    const number = at + 1;
    const shut = number === stop;
    const post = shut ? "M50 2V30" : "M50 2V10M50 22V30";
    const thread = number > stop ? "" : shut ? "M0 16H49" : "M0 16H100";
    const glyph = svg("0 0 100 32", { preserveAspectRatio: "none", "aria-hidden": "true" }, { class: shut ? "shut" : opinion, d: post }, { class: "t", d: thread });
    return ["li", { title: words }, ["span", {}, GATES[name]], glyph, ["small", {}, WORDS[opinion]]];
  };
  return ["ol", { class: "g", "aria-label": "Gates" }, ...opinions.map(gate)];
}

/** Each gate's words; then what grants it, or what came near. */
function why({ gates: opinions, requests, actions = [] }) {
  const marks = { allowed: "✓", denied: "✕" };
  const said = opinions.map(({ gate, opinion, words }) => item(marks[opinion] ?? "·", `${GATES[gate]}: `, words));
  const several = requests.length > 1 ? requests.map(({ line, allowed }) => item(allowed ? "✓" : "✕", line)) : [];
  const counting = requests.filter(({ counts }) => counts);
  const trace = (counting.find(({ allowed }) => !allowed) ?? counting[0])?.trace;
  const azure = trace?.azure ?? (actions.find(({ allowed }) => !allowed) ?? actions[0])?.azure;
  return [...said, ...several, ...(trace ? kubernetes(trace) : []), ...(azure ? ofAzure(azure) : [])];
}

const item = (mark, ...parts) => ["li", {}, ["span", { class: "k" }, mark], ["span", {}, ...parts]];
const named = ({ kind, name, location }) => [`${kind} `, ["b", {}, name], place(location)];
const place = (location) => (location ? ["small", {}, ` ${location.source}:${location.line}`] : "");
const NEAR = 3;

function kubernetes({ grounds, nearMisses, counts }) {
  const granting = grounds.map(({ binding, role, rule }) => item("✓", ...named(binding), " gives ", ...named(role), `, rule ${rule.number} of ${rule.of}`));
  const near = nearMisses.slice(0, NEAR).map(({ binding, title, differences }) => item("~", ...named(binding), ` ${title}. `, differences.map(({ words }) => words).join(" ")));
  return [...granting, ...near, ...more(counts.near - near.length)];
}

function ofAzure({ grounds = [], denials = [], nearMisses = [], counts }) {
  const granting = grounds.map(({ assignment, role, reach, permission }) => item("✓", ["b", {}, role.name || role.id], ` on ${reach}: ${permission.pattern}`, place(assignment.location)));
  const denying = denials.map(({ assignment, reach }) => item("✕", "deny assignment ", ["b", {}, assignment.name], ` on ${reach}`, place(assignment.location)));
  const near = nearMisses.slice(0, NEAR).map(({ assignment, title, differences }) => item("~", `An assignment ${title}. `, differences.map(({ words }) => words).join(" "), place(assignment.location)));
  return [...granting, ...denying, ...near, ...more(counts.near - near.length)];
}

const more = (count) => (count > 0 ? [item("·", `${count} more came near.`)] : []);

/** Colours and fonts are the page's, unless it sets the properties. */
export const STYLE = `:host,.aksess-trace{display:block;contain:content;color:var(--aksess-ink,inherit);font:var(--aksess-font,inherit);border:1px solid var(--aksess-line,#8886);border-radius:var(--aksess-radius,8px);padding:12px 16px;margin:1em 0;min-height:11em}
:host([hidden]){display:none}p{margin:.4em 0}.q{font-weight:600}.v{display:flex;gap:10px;align-items:flex-start}.v p{margin:.1em 0}
.i{flex:none;width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2.2}.y .i,.y b{color:var(--aksess-ok,light-dark(#0b6b45,#62d29c))}.n .i,.n b{color:var(--aksess-no,light-dark(#ad2415,#ff9484))}
.g{display:grid;grid-template-columns:repeat(4,1fr);list-style:none;padding:0;margin:10px 0;font-size:.8em;text-align:center}.g li{display:flex;flex-direction:column;justify-content:flex-end}
.g svg{width:100%;height:28px;display:block}.g path{fill:none;stroke:currentColor;stroke-width:2;vector-effect:non-scaling-stroke}.g .t{stroke-width:3}.g .shut{stroke:var(--aksess-no,light-dark(#ad2415,#ff9484));stroke-width:5}.g .not-in-use{stroke-dasharray:2 3}.g .no-opinion,.g .not-asked{stroke-width:1}
code,textarea{font:.85em/1.5 ui-monospace,monospace;overflow-wrap:anywhere}details ul{list-style:none;padding:0;margin:.4em 0}details li{display:flex;gap:.5em;overflow-wrap:anywhere}.k{flex:none;width:1em}small{opacity:.8}
textarea{box-sizing:border-box;width:100%;color:inherit;background:none;border:1px solid var(--aksess-edge,#888);border-radius:4px}button{font:inherit;color:inherit;background:none;border:1px solid var(--aksess-edge,#888);border-radius:4px;margin:0 6px 6px 0;padding:4px 8px}button[aria-pressed=true]{border-width:2px;font-weight:600}:focus-visible{outline:2px solid var(--aksess-focus,Highlight);outline-offset:2px}
@media print{details::details-content{content-visibility:visible;height:auto}textarea,.b{display:none}}`;
