//! What does the gateway plugin see of a proxy, and what does a proxy see of it?
//!
//! A [`Proxy`] is the proxy's side as plain data: what it hands over, and what the plugin did. Two hosts put
//! it behind the host functions: the plugin compiled for this machine, and the plugin as it is shipped
//! ([`wasm`]). The checks of [`conformance`] are written once and run against both.

pub mod conformance;
pub mod wasm;

use std::collections::BTreeMap;

/// The proxy's side.
#[derive(Debug, Default)]
pub struct Proxy {
    /// The plugin's configuration.
    pub configuration: Vec<u8>,
    /// The headers of the request, as they are after the plugin changed them.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body of the request.
    pub body: Vec<u8>,
    /// Attributes of the stream, their paths joined by NUL.
    pub properties: BTreeMap<String, Vec<u8>>,
    /// Nanoseconds since 1970.
    pub now: u64,
    /// What the plugin answered.
    pub answer: Option<Answer>,
    /// What the plugin kept in the filter state.
    pub filter_state: BTreeMap<String, String>,
    /// Metrics by name.
    pub metrics: Vec<(String, u64)>,
    /// Lines of the log with their level.
    pub log: Vec<(u32, String)>,
    /// Which functions the plugin called for the request, in order; only the interpreter tells.
    pub calls: Vec<&'static str>,
}

/// An answer in place of the upstream's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub code: u32,
    /// The details, for access logs.
    pub details: String,
    /// The headers as the plugin encoded them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A request as a proxy hands it over.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Names and values, the request line as `:method` and `:path`.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
    /// Attributes of the stream, their paths joined by NUL.
    pub properties: BTreeMap<String, Vec<u8>>,
}

/// What became of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The answer; `None` where the request went on.
    pub answer: Option<Answer>,
    /// The headers the upstream would see.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The filter state `aksess`.
    pub state: String,
}

/// A plugin in a proxy.
pub trait Plugin {
    /// Configures it; whether it accepted.
    fn configure(&mut self, configuration: &[u8]) -> bool;
    /// Sends a request through it.
    fn ask(&mut self, request: &Request) -> Outcome;
}

impl Request {
    /// A request line.
    pub fn new(method: &str, path: &str) -> Self {
        Self::default()
            .with(":method", method)
            .with(":path", path)
            .with(":authority", "api.test")
    }

    /// With a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a body of JSON.
    #[must_use]
    pub fn json(self, body: impl Into<Vec<u8>>) -> Self {
        let mut request = self.with("content-type", "application/json");
        request.body = Some(body.into());
        request
    }

    /// Over a connection with a client certificate of this subject.
    #[must_use]
    pub fn certificate(self, subject: &str) -> Self {
        self.property("connection\0subject_peer_certificate", subject)
    }

    /// With an attribute of the stream.
    #[must_use]
    pub fn property(mut self, path: &str, value: impl Into<Vec<u8>>) -> Self {
        self.properties.insert(path.to_owned(), value.into());
        self
    }
}

impl Outcome {
    /// The status of the answer; 200 where the request went on.
    pub fn code(&self) -> u32 {
        self.answer.as_ref().map_or(200, |answer| answer.code)
    }

    /// The body of the answer; empty where the request went on.
    pub fn body(&self) -> &str {
        self.answer.as_ref().map_or("", |answer| &answer.body)
    }

    /// Every value of a header the upstream would see.
    pub fn forwarded(&self, name: &str) -> Vec<String> {
        let of = self.headers.iter().filter(|(header, _)| header == name);
        of.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
            .collect()
    }
}

impl Proxy {
    /// Takes up a request.
    pub fn begin(&mut self, request: &Request) {
        self.headers.clone_from(&request.headers);
        self.body = request.body.clone().unwrap_or_default();
        self.properties.clone_from(&request.properties);
        self.answer = None;
        self.filter_state.clear();
        self.calls.clear();
    }

    /// What became of it.
    pub fn end(&mut self) -> Outcome {
        Outcome {
            answer: self.answer.take(),
            headers: std::mem::take(&mut self.headers),
            state: self.filter_state.remove("aksess").unwrap_or_default(),
        }
    }

    /// `proxy_get_buffer_bytes`.
    pub fn buffer(&self, kind: u32, start: usize, most: usize) -> Option<Vec<u8>> {
        let bytes = match kind {
            0 => &self.body,
            7 => &self.configuration,
            _ => return None,
        };
        let end = start.saturating_add(most).min(bytes.len());
        bytes.get(start..end).map(<[u8]>::to_vec)
    }

    /// `proxy_get_header_map_pairs`.
    pub fn header_pairs(&self) -> Vec<u8> {
        let mut bytes = size(self.headers.len()).to_vec();
        for (name, value) in &self.headers {
            bytes.extend(size(name.len()));
            bytes.extend(size(value.len()));
        }
        for (name, value) in &self.headers {
            for text in [name.as_bytes(), value] {
                bytes.extend(text);
                bytes.push(0);
            }
        }
        bytes
    }

    /// `proxy_remove_header_map_value`.
    pub fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(header, _)| header != name);
    }

    /// `proxy_define_metric`.
    pub fn define_metric(&mut self, name: String) -> u32 {
        let known = self.metrics.iter().position(|(metric, _)| *metric == name);
        let at = known.unwrap_or_else(|| {
            self.metrics.push((name, 0));
            self.metrics.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The value of a metric, found or not.
    pub fn metric(&mut self, id: u32) -> Option<&mut u64> {
        let metric = self.metrics.get_mut(id as usize)?;
        Some(&mut metric.1)
    }

    /// The value of a metric by its name.
    pub fn counted(&self, name: &str) -> Option<u64> {
        let mut metrics = self.metrics.iter();
        metrics
            .find(|(metric, _)| metric == name)
            .map(|(_, value)| *value)
    }
}

fn size(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// Header pairs as the plugin encodes them.
pub fn decode_pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let number = |at: usize| -> usize {
        let four = bytes.get(at..).and_then(|rest| rest.first_chunk());
        four.map_or(0, |four| u32::from_le_bytes(*four) as usize)
    };
    let count = number(0);
    let mut at = 4 + 8 * count;
    let mut text = |length: usize| {
        let text = bytes.get(at..at + length).unwrap_or_default();
        at += length + 1;
        String::from_utf8_lossy(text).into_owned()
    };
    let sizes = (0..count).map(|index| (number(4 + 8 * index), number(8 + 8 * index)));
    let sizes: Vec<_> = sizes.collect();
    sizes
        .into_iter()
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}
