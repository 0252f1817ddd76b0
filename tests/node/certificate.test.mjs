// Does the command line know whom a certificate names?
//
// The certificates are signed with a key that nobody kept; only their subjects matter.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { ROLE } from "./command-line.mjs";
import { run } from "./subject.mjs";

/** What openssl made of a subject, and whom the API server sees. */
const CERTIFICATES = [
  // openssl req -subj '/O=de\\/vs, Inc/CN=a,O=system:masters'
  ["a,O=system:masters", ["de/vs, Inc"], "MIIBujCCAWGgAwIBAgIUTtixBatxPTOc5PYAUouLOAE6IcAwCgYIKoZIzj0EAwIwMjETMBEGA1UECgwKZGUvdnMsIEluYzEbMBkGA1UEAwwSYSxPPXN5c3RlbTptYXN0ZXJzMCAXDTI2MTEyNzAzMzQ1N1oYDzIxMjYxMTAzMDMzNDU3WjAyMRMwEQYDVQQKDApkZS92cywgSW5jMRswGQYDVQQDDBJhLE89c3lzdGVtOm1hc3RlcnMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASvgD27Jy7oSlqAPyNlBCt3WNkQlfZfpvdLuIcKj7puB45GUOOoevRn+512Q/HyKY1C7syDr8x1R0lS8BKEQ+X1o1MwUTAdBgNVHQ4EFgQUNWke3esz+RN4j18qbDw4DqrjefcwHwYDVR0jBBgwFoAUNWke3esz+RN4j18qbDw4DqrjefcwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiEAvzaGMCk6RhC35DBjBX8Thz3bDHZ1o0o2cRz0Hi2FPxsCHw1BV84o95wZeriRnx4BDj65SCapKMtjiLIrhtbUX48="],
  // '/CN=ann+O=devs'
  ["ann", ["devs"], "MIIBjjCCATOgAwIBAgIUZFoBVk9noCNy7iuTVsh3hlLL0z4wCgYIKoZIzj0EAwIwGzEZMAoGA1UEAwwDYW5uMAsGA1UECgwEZGV2czAgFw0yNjExMjcwMzM0NTdaGA8yMTI2MTEwMzAzMzQ1N1owGzEZMAoGA1UEAwwDYW5uMAsGA1UECgwEZGV2czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK+APbsnLuhKWoA/I2UEK3dY2RCV9l+m90u4hwqPum4HjkZQ46h69Gf7nXZD8fIpjULuzIOvzHVHSVLwEoRD5fWjUzBRMB0GA1UdDgQWBBQ1aR7d6zP5E3iPXypsPDgOquN59zAfBgNVHSMEGDAWgBQ1aR7d6zP5E3iPXypsPDgOquN59zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDvpP48TVp1so9AgpB1pR/O0+VTp10sEMpugYduX3aqawIhAN2QsMsjSNrBqrbCIEjO5ouj3CLRhNqdaQEdPrEhsDgI"],
  // '/C=DE/O=ops/O=déviants/CN=first/CN=Doe, "Jane" \\\\ #1'
  ['Doe, "Jane" \\ #1', ["ops", "déviants"], "MIICCzCCAbGgAwIBAgIUOPwb+q1NAgKlMbfEptmNkL5InH0wCgYIKoZIzj0EAwIwWjELMAkGA1UEBhMCREUxDDAKBgNVBAoMA29wczESMBAGA1UECgwJZMOpdmlhbnRzMQ4wDAYDVQQDDAVmaXJzdDEZMBcGA1UEAwwQRG9lLCAiSmFuZSIgXCAjMTAgFw0yNjExMjcwMzM1MTdaGA8yMTI2MTEwMzAzMzUxN1owWjELMAkGA1UEBhMCREUxDDAKBgNVBAoMA29wczESMBAGA1UECgwJZMOpdmlhbnRzMQ4wDAYDVQQDDAVmaXJzdDEZMBcGA1UEAwwQRG9lLCAiSmFuZSIgXCAjMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK+APbsnLuhKWoA/I2UEK3dY2RCV9l+m90u4hwqPum4HjkZQ46h69Gf7nXZD8fIpjULuzIOvzHVHSVLwEoRD5fWjUzBRMB0GA1UdDgQWBBQ1aR7d6zP5E3iPXypsPDgOquN59zAfBgNVHSMEGDAWgBQ1aR7d6zP5E3iPXypsPDgOquN59zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIG4+VT8kBo4Jv/q31nTG4mHI9Qamme2ACCEijBJ8UHF1AiEAo97CXFcJzlX4zK7fbEdlaMzc813bddjPehH8mSP0Tuk="],
];

/** Texts, and whom they name; a text instead is why they are refused. */
const SUBJECTS = [
  ["CN=ann,O=ops", "ann", "ops"],
  ["CN=ann, O=ops", "ann", "ops"],
  ["/O=ops/CN=ann", "ann", "ops"],
  ["/O=ops\\/dev/CN=ann", "ann", "ops/dev"],
  ["subject=C = DE, O = ops, CN = ann", "ann", "ops"],
  ["OU=x,CN=ann,O=ops,O=devs", "ann", "ops", "devs"],
  ["CN=ann+O=devs", "ann", "devs"],
  ["CN=ann + O=devs", "ann", "devs"],
  ["CN=a\\,O=system:masters", "a,O=system:masters"],
  ["CN=a\\+O=system:masters", "a+O=system:masters"],
  ["CN=Doe\\, Jane,O=ops", "Doe, Jane", "ops"],
  ['CN = "a,O=system:masters", O = ops', "a,O=system:masters", "ops"],
  ["CN=Zo\\C3\\AB,O=ops", "Zoë", "ops"],
  // what is last in the certificate counts, which RFC 2253 writes first
  ["CN=a,CN=b", "a"],
  ["/CN=a/CN=b", "b"],
  ["CN = a, CN = b", /more than one common name/],
  ["CN=Doe, Jane", /` Jane` has no `=`, and a comma within a value is written \\,;/],
  ["CN=a,O=ops,", /has no `=`/],
  ["CN=a\\", /is not escaped/],
  ["CN=a;O=ops", /`;` is not escaped/],
  ["CN=#0c0161", /a value is encoded/],
  ["CN=\\FF", /a value is no text/],
  ['CN="a', /a quote is not closed/],
  ["CN=a\nO=ops", /it is not one line/],
  ["/O=de/vs/CN=a", /`vs` has no `=`/],
  ["/CN=ann+O=devs", /a plus sign may join two parts/],
  ["O=ops", /^error: `O=ops` has no common name/],
  ["CN=,O=ops", /has no common name/],
];

const cwd = mkdtempSync(join(tmpdir(), "aksess-certificate-"));
after(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, "role.yaml"), ROLE);

/** The identity of a review, or what was complained about. */
async function identity(certificate) {
  const told = await run(["review", "get", "/version", "--certificate", certificate, "--defaults", "-f", "role.yaml", "-o", "json"], { cwd });
  return told.code === 2 ? told.stderr : JSON.parse(told.stdout).identity;
}

test("a certificate's subject is read as the API server reads it", async () => {
  for (const [at, [user, organizations, der]] of CERTIFICATES.entries()) {
    const pem = `-----BEGIN CERTIFICATE-----\n${der.match(/.{1,64}/g).join("\n")}\n-----END CERTIFICATE-----\n`;
    for (const [name, written] of [[`${at}.pem`, pem], [`${at}-utf16.pem`, Buffer.from(`\ufeff${pem}`, "utf16le")]]) {
      writeFileSync(join(cwd, name), written);
      const { user: found, groups } = await identity(name);
      assert.deepEqual([found, groups], [user, [...organizations, "system:authenticated"]], name);
    }
  }
});

test("a subject that is written out names the same, or nobody", async () => {
  for (const [subject, user, ...organizations] of SUBJECTS) {
    const found = await identity(subject);
    if (user instanceof RegExp) assert.match(found, user, subject);
    else assert.deepEqual([found.user, found.groups], [user, [...organizations, "system:authenticated"]], subject);
  }
});
