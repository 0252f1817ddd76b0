// Who may be believed? Each test is a sentence about the gateway, in a real proxy.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ALL, ANONYMOUS, CERTIFICATE, ENTRA, EVERYTHING, FRONT, Gate, enforce, tokenSource } from "./gate.mjs";
import { APPDEV, entra, serviceAccount, signed, token } from "./tokens.mjs";

const NOBODY = { user: "system:anonymous", groups: ["system:unauthenticated"] };
const UNAUTHORIZED = '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}\n';
const someone = (user, ...groups) => ({ user, groups: [...groups, "system:authenticated"] });

describe("the shipped identity sources", () => {
  let gate;
  before(async () => (gate = await Gate.start(enforce(EVERYTHING))));
  after(() => gate?.stop());

  test("each source names its callers as the API server would", async () => {
    assert.deepEqual(await gate.who(), NOBODY);
    assert.deepEqual(await gate.who({ token: entra("a@contoso.com", [APPDEV]) }), someone("a@contoso.com", APPDEV));
    assert.deepEqual(gate.stub.last("x-remote-extra-oid"), ["oid-of-a@contoso.com"]);
    assert.deepEqual(
      await gate.who({ token: serviceAccount("dev", "web") }),
      someone("system:serviceaccount:dev:web", "system:serviceaccounts", "system:serviceaccounts:dev"),
    );
    assert.deepEqual(await gate.who({ certificate: "admin" }), someone("admin", "system:masters"));
    const headers = [["X-Remote-User", "zoë"], ["X-Remote-Group", "a"], ["X-Remote-Group", "b"]];
    assert.deepEqual((await gate.who({ certificate: "front-proxy", headers })).groups, ["a", "b", "system:authenticated"]);
    assert.equal(Buffer.from(gate.stub.last("x-remote-user")[0], "latin1").toString(), "zoë");
  });

  test("a credential that is there and wrong is 401 with the API server's Status, never anonymous", async () => {
    const good = entra("a@contoso.com", []);
    const account = serviceAccount("dev", "web");
    const wrong = [
      // the filter before the plugin finds the good token in these; an API server reads another, or none
      [["Authorization", `bearer ${account} Bearer ${good}`]],
      [["Authorization", `BEARER opaque Bearer ${good}`]],
      [["Authorization", `Bearer ${good} Bearer ${account}`]],
      [["Authorization", `xBearer ${good}`]],
      [["Authorization", `Bearer ${good},x`]],
      [["Authorization", `Bearer  ${good}`]],
      [["Authorization", "Bearer rubbish"]],
      [["Authorization", "Basic YTpi"]],
      [["Authorization", ""]],
      [["Authorization", `Bearer ${good.slice(0, -6)}AAAAAA`]],
      [["Authorization", `Bearer ${entra("a@contoso.com", [], { exp: 1000 })}`]],
      [["Authorization", `Bearer ${token("partner", { sub: "a" })}`]],
      [["Authorization", `Bearer ${good}`], ["Authorization", `Bearer ${good}`]],
      [["Sec-WebSocket-Protocol", "v5.channel.k8s.io, base64url.bearer.authorization.k8s.io.eHl6"]],
    ];
    const before = gate.stub.requests.length;
    // a certificate beside it does not make it right, nor does a front that names someone
    for (const certificate of [undefined, "admin", "front-proxy"]) {
      for (const headers of wrong) {
        const asked = certificate === "front-proxy" ? [...headers, ["X-Remote-User", "ann"]] : headers;
        const found = await gate.ask({ path: "/api/v1/nodes", headers: asked }, certificate);
        assert.equal(found.status, 401, `${certificate}, ${headers[0].join(": ")}`);
        assert.equal(found.body, UNAUTHORIZED);
        assert.equal(found.headers["content-type"], "application/json");
      }
    }
    assert.equal(gate.stub.requests.length, before, "none reached the upstream");
    assert.deepEqual(await gate.who({ token: good, certificate: "admin" }), someone("a@contoso.com"), "tokens are listed first");
    assert.equal(await gate.who({ certificate: "nameless" }), 401);
    await assert.rejects(gate.who({ certificate: "stranger" }), /alert|socket|ECONNRESET|unknown ca/i);
  });

  test("front headers count only from a certificate that is named", async () => {
    const headers = [["X-Remote-User", "admin"], ["X-Remote-Group", "system:masters"]];
    assert.deepEqual(await gate.who({ headers }), NOBODY);
    assert.deepEqual(await gate.who({ headers, certificate: "aksdev" }), someone("aksdev@contoso.com", APPDEV));
    assert.deepEqual(await gate.who({ headers, certificate: "front-proxy" }), someone("admin", "system:masters"));
    assert.deepEqual(await gate.who({ certificate: "front-proxy" }), someone("front-proxy"));
    // nobody stays nobody, whoever says so: the policy is about the groups of somebody and of nobody, and this has none
    assert.equal(await gate.who({ headers: [["X-Remote-User", "system:anonymous"]], certificate: "front-proxy" }), 403);
    assert.equal(await gate.who({ headers: headers.slice(1), certificate: "front-proxy" }), 401);
    assert.equal(await gate.who({ headers: [...headers, headers[0]], certificate: "front-proxy" }), 401);
  });

  test("a token makes no name that only the cluster gives, and none without what names it", async () => {
    for (const claims of [
      { upn: "system:admin" },
      { groups: ["system:masters"] },
      { groups: "system:masters" },
      { upn: ["a"] },
      { upn: "" },
      { oid: undefined },
      { tid: undefined },
      { groups: undefined, _claim_names: { groups: "src1" }, _claim_sources: {} },
      { groups: undefined, _claim_names: '{"groups":"src1"}' },
      { hasgroups: true },
      { hasgroups: "true" },
      { hasgroups: 1 },
    ]) {
      assert.equal(await gate.who({ token: entra("a@contoso.com", [], claims) }), 401, JSON.stringify(claims));
    }
    assert.deepEqual(await gate.who({ token: entra("x", [], { upn: undefined }) }), someone("oid-of-x"));
    assert.equal(await gate.who({ token: serviceAccount("dev", "web", { sub: "system:masters" }) }), 401);
    assert.equal(
      await gate.who({ token: serviceAccount("dev", "web", { sub: "system:serviceaccount:kube-system:web" }) }),
      401,
      "the claims contradict each other",
    );
  });

  test("the names of certificates are read as RFC 2253 writes them", async () => {
    assert.deepEqual(await gate.who({ certificate: "comma" }), someone("mallory,O=system:masters", "devs"));
    assert.deepEqual(await gate.who({ certificate: "plus" }), someone("mallory", 'a+O=system:masters,"b'));
    assert.deepEqual(await gate.who({ certificate: "several" }), someone("last", "one", "two"));
    await gate.who({ certificate: "accents" });
    const utf8 = (text) => Buffer.from(text, "latin1").toString();
    assert.equal(utf8(gate.stub.last("x-remote-user")[0]), "zoë ✓");
    assert.equal(utf8(gate.stub.last("x-remote-group")[0]), "équipe");
  });

  test("identity headers, payload headers and underscore spellings of clients do not reach the upstream", async () => {
    const forged = Buffer.from(JSON.stringify({ upn: "admin" })).toString("base64url");
    const headers = [
      ["X-Remote-User", "admin"],
      ["X-Remote-Extra-Oid", "x"],
      ["X-Remote-Anything", "x"],
      ["X_Remote_User", "admin"],
      ["X-Remote_Group", "system:masters"],
      ["Impersonate_User", "admin"],
      ["x-aksess-entra", forged],
      ["x_aksess-entra", forged],
      ["X_Aksess_Cluster", forged],
      ["X-Other_Header", "stays"],
    ];
    const found = await gate.who({ headers });
    assert.deepEqual(found, NOBODY);
    const names = gate.stub.requests.at(-1).headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    const told = names.filter((name) => /remote|impersonate|aksess/.test(name));
    assert.deepEqual(told, ["x-remote-user", "x-remote-group"]);
    assert.ok(names.includes("x-other_header"));
  });

  test("with remote headers the upstream sees the effective user and no credential", async () => {
    const headers = [["Impersonate-User", "carol"], ["Impersonate-Group", "devs"], ["Impersonate-Extra-Scopes", "a b"]];
    const found = await gate.who({ token: entra("a@contoso.com", []), headers });
    assert.deepEqual(found, someone("carol", "devs"));
    assert.deepEqual(gate.stub.last("x-remote-extra-scopes"), ["a b"]);
    assert.deepEqual(gate.stub.last("x-remote-extra-oid"), [], "the caller's own");
    for (const name of ["authorization", "impersonate-user", "impersonate-group", "impersonate-extra-scopes"]) {
      assert.deepEqual(gate.stub.last(name), [], name);
    }
  });
});

describe("a gateway whose proxy was configured too wide", () => {
  let gate;
  const wide = (text) =>
    text
      .replaceAll(/^ +audiences: .*\n/gm, (line) => (line.includes("- ") ? line : ""))
      .replace(/^( +)issuer: https:\/\/sts.*\n/m, "$1clock_skew_seconds: 100000\n")
      // tells that the filter before the plugin took the token
      .replace(" aksess=[", " verified=%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:entra:oid)% aksess=[");
  const partner = tokenSource("partner", { oidc: { username: "sub", groups: "groups" } }, { prefix: "partner:" });
  const provider = (text) => {
    const block = /^ {16}cluster:\n(?: {18}.*\n)+/m.exec(text)[0];
    const other = block
      .replace("cluster:", "partner:")
      .replace(/issuer: .*/, "issuer: https://partner.test")
      .replaceAll(/x-aksess-cluster|cluster\.jwks|payload_in_metadata: cluster/g, (of) => of.replace("cluster", "partner"));
    return text.replace(block, block + other).replace("{provider_name: cluster}", "{provider_name: cluster}, {provider_name: partner}");
  };
  before(async () => {
    const identity = [ENTRA, partner, FRONT, CERTIFICATE, ANONYMOUS];
    gate = await Gate.start(enforce(EVERYTHING, { identity }), (text) => wide(provider(text)));
  });
  after(() => gate?.stop());

  test("the plugin checks issuer, audience, tenant, exp and nbf again", async () => {
    const now = Math.floor(Date.now() / 1000);
    assert.deepEqual(await gate.who({ token: entra("a", []) }), someone("a"));
    for (const claims of [
      { iss: "https://sts.windows.net/another/" },
      { aud: "another" },
      { aud: ["another"] },
      { tid: "another" },
      { exp: now - 1 },
      { nbf: now + 3600 },
    ]) {
      const marked = `/api/v1/nodes?${encodeURIComponent(JSON.stringify(claims))}`;
      assert.equal(await gate.who({ path: marked, token: entra("a", [], claims) }), 401, JSON.stringify(claims));
      assert.match(await gate.envoy.line(marked), / 401 aksess_unauthenticated_none_\S+ verified=oid-of-a /);
    }
    assert.deepEqual(await gate.who({ token: entra("a", [], { aud: ["x", "6dae42f8-4368-4678-94ff-3960e28e3630"] }) }), someone("a"));
  });

  test("a name from one issuer never counts as another's", async () => {
    const of = (claims) => gate.who({ token: token("partner", claims) });
    assert.deepEqual(await of({ sub: "a", groups: ["system:masters"] }), someone("partner:a", "partner:system:masters"));
    assert.equal(await gate.who({ token: entra("partner:a", []) }), 401);
    assert.equal(await gate.who({ token: entra("a", ["partner:admins"]) }), 401);
    // signed by one issuer, claiming to be the other
    assert.equal(await gate.who({ token: token("entra", { sub: "a" }, { key: "partner" }) }), 401);
    assert.equal(await of({ sub: 5 }), 401);
  });

  test("claims that are there twice are refused", async () => {
    const now = Math.floor(Date.now() / 1000);
    const payload = `{"iss":"https://partner.test","aud":"gateway","exp":${now + 60},"sub":"a","sub":"b"}`;
    assert.equal(await gate.who({ token: signed("partner", payload) }), 401);
  });
});

describe("other gateways", () => {
  test("anonymous only when listed", async (t) => {
    const gate = await Gate.start(enforce(EVERYTHING, { identity: ALL.slice(0, -1) }));
    t.after(() => gate.stop());
    assert.equal(await gate.who(), 401);
    assert.deepEqual(await gate.who({ certificate: "aksdev" }), someone("aksdev@contoso.com", APPDEV));
  });

  test("the payload of a token counts only if the proxy's own filter wrote it", async (t) => {
    const without = (text) => {
      const start = text.indexOf("          - name: envoy.filters.http.jwt_authn");
      return text.slice(0, start) + text.slice(text.indexOf("          - name: aksess", start));
    };
    const gate = await Gate.start(enforce(EVERYTHING), without);
    t.after(() => gate.stop());
    const payload = entra("admin", ["admins"]).split(".")[1];
    assert.equal(await gate.who({ headers: [["x-aksess-entra", payload]] }), 401);
    assert.deepEqual(await gate.who(), NOBODY);
  });

  test("with the caller's credential the upstream sees token and Impersonate headers untouched", async (t) => {
    const identity = [ENTRA, ANONYMOUS];
    const gate = await Gate.start(enforce(EVERYTHING, { identity, upstream: "credential" }));
    t.after(() => gate.stop());
    const own = entra("a", []);
    const headers = [["Impersonate-User", "carol"], ["X-Remote-User", "admin"], ["X_Remote_User", "admin"]];
    assert.deepEqual(await gate.who({ token: own, headers }), { user: "", groups: [] });
    assert.deepEqual(gate.stub.last("authorization"), [`Bearer ${own}`]);
    assert.deepEqual(gate.stub.last("impersonate-user"), ["carol"]);
    assert.deepEqual(gate.stub.last("x-aksess-entra"), []);
    assert.deepEqual(gate.stub.last("x_remote_user"), []);
    // what the upstream would read is not what was judged
    const before = gate.stub.requests.length;
    for (const value of [`bearer opaque Bearer ${own}`, `Bearer ${own} x`]) {
      assert.equal(await gate.who({ headers: [["Authorization", value]] }), 401, value);
    }
    assert.equal(gate.stub.requests.length, before);
  });
});
