"""Makes throw-away certificates for the gateway's tests: credentials.py FOLDER

A certificate authority, the gateway's own certificate, and one for each client. The names of clients are the
arguments of `client`: common names and organizations in the order they stand in the certificate.
"""

import datetime
import ipaddress
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = sys.argv[1]
NOW = datetime.datetime.now(datetime.timezone.utc)
CN, O, OU = NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME


def write(name, content):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(content)


def name(*attributes):
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in attributes])


def pem(key):
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)


def authority(file, subject):
    key = ec.generate_private_key(ec.SECP256R1())
    write(f"{file}.crt", issue(subject, key.public_key(), subject, key, None, True))
    return subject, key


def issue(subject, public, issuer, key, usage, is_authority=False, alternative=None):
    constraints = x509.BasicConstraints(ca=is_authority, path_length=None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(hours=1))
        .not_valid_after(NOW + datetime.timedelta(days=7))
        .add_extension(constraints, critical=True)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if alternative:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternative), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def leaf(file, subject, signer, usage, alternative=None):
    key = ec.generate_private_key(ec.SECP256R1())
    write(f"{file}.key", pem(key))
    write(f"{file}.crt", issue(subject, key.public_key(), *signer, usage, alternative=alternative))


os.makedirs(FOLDER, exist_ok=True)
ca = authority("ca", name((CN, "gateway test authority")))
stranger = authority("stranger-ca", name((CN, "another authority")))
loopback = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
leaf("server", name((CN, "localhost")), ca, ExtendedKeyUsageOID.SERVER_AUTH, loopback)


def client(file, *attributes, signer=ca):
    leaf(file, name(*attributes), signer, ExtendedKeyUsageOID.CLIENT_AUTH)


client("front-proxy", (CN, "front-proxy"))
client("kube-apiserver", (CN, "kube-apiserver"))
client("aksdev", (O, "99999999-0000-4000-8000-0000000000de"), (CN, "aksdev@contoso.com"))
client("admin", (O, "system:masters"), (CN, "admin"))
# Whoever splits at commas finds an administrator in each of these two.
client("comma", (O, "devs"), (CN, "mallory,O=system:masters"))
client("plus", (O, 'a+O=system:masters,"b'), (CN, "mallory"))
# The last common name counts, and every organization in its order.
client("several", (CN, "first"), (O, "one"), (OU, "none"), (O, "two"), (CN, "last"))
client("accents", (O, "équipe"), (CN, "zoë ✓"))
client("nameless", (O, "system:masters"))
client("stranger", (O, "system:masters"), (CN, "admin"), signer=stranger)
