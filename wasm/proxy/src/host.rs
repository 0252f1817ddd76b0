//! What can be asked of the proxy?
//!
//! The host functions this plugin uses, each once. The SDK has most of them, but panics on a status it does
//! not expect, allocates a string for every header and cannot pass the details of an answer, which appear
//! in access logs.
//!
//! *Source:* the proxy-wasm ABI 0.2.1.
//!
//! *Invariants.* All unsafe code of the plugin is here. A host that fails gives nothing, never a panic.

#![expect(
    unsafe_code,
    reason = "the ABI is C functions over the plugin's memory"
)]

use std::ptr::{null_mut, slice_from_raw_parts_mut};

use crate::answer::Answer;
use crate::headers::{self, Headers};

const REQUEST_HEADERS: u32 = 0;
const REQUEST_BODY: u32 = 0;
const CONFIGURATION: u32 = 7;
const NO_GRPC_STATUS: i32 = -1;

/// What a metric counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Counter = 0,
    Gauge = 1,
    Histogram = 2,
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    Info = 2,
    Warning = 3,
    Error = 4,
}

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn proxy_log(level: u32, message: *const u8, size: usize) -> u32;
    fn proxy_get_current_time_nanoseconds(time: *mut u64) -> u32;
    fn proxy_get_buffer_bytes(
        kind: u32,
        start: usize,
        most: usize,
        data: *mut *mut u8,
        size: *mut usize,
    ) -> u32;
    fn proxy_get_header_map_pairs(kind: u32, data: *mut *mut u8, size: *mut usize) -> u32;
    fn proxy_add_header_map_value(
        kind: u32,
        name: *const u8,
        name_size: usize,
        value: *const u8,
        value_size: usize,
    ) -> u32;
    fn proxy_remove_header_map_value(kind: u32, name: *const u8, name_size: usize) -> u32;
    fn proxy_get_property(
        path: *const u8,
        path_size: usize,
        data: *mut *mut u8,
        size: *mut usize,
    ) -> u32;
    fn proxy_set_property(
        path: *const u8,
        path_size: usize,
        value: *const u8,
        value_size: usize,
    ) -> u32;
    fn proxy_send_local_response(
        code: u32,
        details: *const u8,
        details_size: usize,
        body: *const u8,
        body_size: usize,
        headers: *const u8,
        headers_size: usize,
        grpc_status: i32,
    ) -> u32;
    fn proxy_define_metric(kind: u32, name: *const u8, size: usize, id: *mut u32) -> u32;
    fn proxy_increment_metric(id: u32, by: i64) -> u32;
    fn proxy_record_metric(id: u32, value: u64) -> u32;
}

/// Takes what a call returns: memory that the host got from our allocator.
fn returned(call: impl FnOnce(*mut *mut u8, *mut usize) -> u32) -> Option<Vec<u8>> {
    let mut data = null_mut();
    let mut size = 0;
    if call(&raw mut data, &raw mut size) != 0 {
        return None;
    }
    if data.is_null() {
        return Some(Vec::new());
    }
    let bytes = slice_from_raw_parts_mut(data, size);
    // SAFETY: the host allocated exactly `size` bytes with our allocator and hands them over.
    Some(unsafe { Box::from_raw(bytes) }.into_vec())
}

/// Writes a line to the proxy's log.
pub(crate) fn log(level: Level, message: &str) {
    // SAFETY: pointer and size are those of a string; the host copies it.
    unsafe { proxy_log(level as u32, message.as_ptr(), message.len()) };
}

/// The time in nanoseconds since 1970; 0 where the host has none, at which no token is valid.
pub(crate) fn now() -> u64 {
    let mut time = 0;
    // SAFETY: the pointer is to a live integer.
    unsafe { proxy_get_current_time_nanoseconds(&raw mut time) };
    time
}

/// The configuration of the plugin.
pub(crate) fn configuration() -> Option<Vec<u8>> {
    buffer(CONFIGURATION, usize::MAX)
}

/// At most so many bytes of the request's body, as far as it has come.
pub(crate) fn request_body(most: usize) -> Option<Vec<u8>> {
    buffer(REQUEST_BODY, most)
}

fn buffer(kind: u32, most: usize) -> Option<Vec<u8>> {
    // SAFETY: `returned` gives live pointers.
    returned(|data, size| unsafe { proxy_get_buffer_bytes(kind, 0, most, data, size) })
}

/// Every header of the request.
pub(crate) fn request_headers() -> Headers {
    // SAFETY: `returned` gives live pointers.
    let bytes =
        returned(|data, size| unsafe { proxy_get_header_map_pairs(REQUEST_HEADERS, data, size) });
    Headers::new(bytes.unwrap_or_default())
}

/// Adds a header to the request; those of the same name stay.
pub(crate) fn add_request_header(name: &str, value: &[u8]) {
    let (size, value_size) = (name.len(), value.len());
    // SAFETY: pointers and sizes are those of slices; the host copies them.
    unsafe {
        proxy_add_header_map_value(
            REQUEST_HEADERS,
            name.as_ptr(),
            size,
            value.as_ptr(),
            value_size,
        )
    };
}

/// Removes every header of this name from the request.
pub(crate) fn remove_request_header(name: &str) {
    // SAFETY: pointer and size are those of a string; the host copies it.
    unsafe { proxy_remove_header_map_value(REQUEST_HEADERS, name.as_ptr(), name.len()) };
}

/// An attribute of the stream; its path is joined by NUL.
pub(crate) fn property(path: &str) -> Option<Vec<u8>> {
    // SAFETY: pointer and size are those of a string, and `returned` gives live pointers.
    returned(|data, size| unsafe { proxy_get_property(path.as_ptr(), path.len(), data, size) })
}

/// Sets a value of the stream's filter state, which access logs show as `wasm.NAME`.
pub(crate) fn set_filter_state(name: &str, value: &str) {
    // SAFETY: pointers and sizes are those of strings; the host copies them.
    unsafe { proxy_set_property(name.as_ptr(), name.len(), value.as_ptr(), value.len()) };
}

/// Answers the request here. Whether the host took the answer.
pub(crate) fn answer(answer: &Answer) -> bool {
    let headers = headers::encode(&answer.headers());
    let (body, details) = (answer.body.as_bytes(), answer.details.as_bytes());
    // SAFETY: pointers and sizes are those of slices; the host copies them.
    let status = unsafe {
        proxy_send_local_response(
            answer.code,
            details.as_ptr(),
            details.len(),
            body.as_ptr(),
            body.len(),
            headers.as_ptr(),
            headers.len(),
            NO_GRPC_STATUS,
        )
    };
    status == 0
}

/// Defines a metric, or finds the one of this name; `None` where the host has none.
pub(crate) fn define_metric(kind: Kind, name: &str) -> Option<u32> {
    let mut id = 0;
    // SAFETY: pointer and size are those of a string, and `id` lives.
    let status =
        unsafe { proxy_define_metric(kind as u32, name.as_ptr(), name.len(), &raw mut id) };
    (status == 0).then_some(id)
}

/// Adds one to a counter.
pub(crate) fn increment(metric: u32) {
    // SAFETY: the arguments are numbers.
    unsafe { proxy_increment_metric(metric, 1) };
}

/// Sets a gauge, or adds a value to a histogram.
pub(crate) fn record(metric: u32, value: u64) {
    // SAFETY: the arguments are numbers.
    unsafe { proxy_record_metric(metric, value) };
}
