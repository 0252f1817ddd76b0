//! What does a token of Entra say about its owner?
//!
//! Decoded claims. The user name is `upn`, and `oid` where there is none: guests, service principals and
//! managed identities have no `upn`. Groups are object ids. A token holds at most 200 of them; above that it
//! names a place where they can be asked for instead.
//!
//! *Source:* guard `auth/providers/azure/azure.go`; spec sections 2.1 and 2.2.
//!
//! *Invariants.* That a token is genuine and in date is not checked here, and answers say so.

/// Decoded claims; what plays no part is not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// `upn`, the sign-in name of a member of the tenant.
    pub upn: Option<String>,
    /// `oid`, the object id; empty where the token has none.
    pub oid: String,
    /// `groups`, where the token lists them.
    pub groups: Option<Vec<String>>,
    /// Whether it says that there are too many groups to list.
    pub overage: Overage,
    /// `idtyp` is `app`: a service principal or a managed identity.
    pub is_app: bool,
    /// `tid`; empty where it is not given.
    pub tenant: String,
    /// `iss`; empty where it is not given.
    pub issuer: String,
    /// `aud`; empty where it is not given.
    pub audience: String,
}

/// What `_claim_names` and `_claim_sources` say about groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Overage {
    /// Nothing.
    #[default]
    None,
    /// There are more than the token can hold, and where to ask is named.
    Reported,
    /// Where to ask is named and empty.
    NoEndpoint,
    /// Names without sources, which is an error.
    NoSources,
}

impl Claims {
    /// The user name.
    pub fn user(&self) -> &str {
        self.upn.as_deref().unwrap_or(&self.oid)
    }

    /// Whether its issuer is Entra; one that is not given counts as Entra.
    pub fn is_of_entra(&self) -> bool {
        let hosts = [
            "https://sts.windows.net/",
            "https://login.microsoftonline.com/",
            "https://login.microsoftonline.us/",
            "https://login.partner.microsoftonline.cn/",
            "https://sts.chinacloudapi.cn/",
        ];
        self.issuer.is_empty() || hosts.iter().any(|host| self.issuer.starts_with(host))
    }
}
