//! How is the plugin run without a proxy?
//!
//! It is compiled for this machine, and the host functions are defined here. The plugin keeps its state by
//! thread, and so does this host: each test has a plugin of its own.

use std::cell::RefCell;
use std::ptr::{null_mut, slice_from_raw_parts};

use aksess_proxy::abi::{
    proxy_on_configure, proxy_on_context_create, proxy_on_delete, proxy_on_request_body,
    proxy_on_request_headers, proxy_on_vm_start,
};
use aksess_tests::gateway::{Answer, Outcome, Plugin, Proxy, Request, decode_pairs};

thread_local! {
    static PROXY: RefCell<Proxy> = RefCell::default();
}

const OK: u32 = 0;
const NOT_FOUND: u32 = 1;

/// The plugin in this thread.
#[derive(Debug)]
pub(crate) struct Native {
    next: u32,
}

impl Native {
    /// Starts it.
    pub(crate) fn start() -> Self {
        aksess_proxy::abi::_initialize();

        proxy_on_context_create(1, 0);
        with(|proxy| proxy.now = 1_700_000_000_000_000_000);
        Self { next: 2 }
    }
}

/// Looks at the proxy's side of this thread.
pub(crate) fn with<R>(look: impl FnOnce(&mut Proxy) -> R) -> R {
    PROXY.with(|proxy| look(&mut proxy.borrow_mut()))
}

impl Plugin for Native {
    fn configure(&mut self, configuration: &[u8]) -> bool {
        with(|proxy| proxy.configuration = configuration.to_vec());
        proxy_on_vm_start(1, 0) && proxy_on_configure(1, configuration.len())
    }

    fn ask(&mut self, request: &Request) -> Outcome {
        with(|proxy| proxy.begin(request));
        let id = self.next;
        self.next += 1;
        let end = request.body.is_none();
        proxy_on_context_create(id, 1);
        let paused = proxy_on_request_headers(id, request.headers.len(), end) != 0;
        let waits = paused && with(|proxy| proxy.answer.is_none());
        if let (true, Some(body)) = (waits, &request.body) {
            proxy_on_request_body(id, body.len(), true);
        }
        proxy_on_delete(id);
        let outcome = with(Proxy::end);
        assert_eq!(paused, outcome.answer.is_some(), "neither on nor answered");
        outcome
    }
}

fn bytes(at: *const u8, size: usize) -> Vec<u8> {
    if size == 0 {
        return Vec::new();
    }
    unsafe { &*slice_from_raw_parts(at, size) }.to_vec()
}

fn text(at: *const u8, size: usize) -> String {
    String::from_utf8(bytes(at, size)).unwrap()
}

/// Hands bytes over as memory of the plugin's allocator, which here is that of this program.
fn give(found: Option<Vec<u8>>, data: *mut *mut u8, size: *mut usize) -> u32 {
    let Some(found) = found else {
        return NOT_FOUND;
    };
    unsafe {
        *size = found.len();
        *data = match found.len() {
            0 => null_mut(),
            _ => Box::into_raw(found.into_boxed_slice()).cast(),
        };
    }
    OK
}

macro_rules! functions {
    ($(fn $name:ident($($argument:ident: $type:ty),*) $body:block)*) => {
        $(
            #[unsafe(no_mangle)]
            extern "C" fn $name($($argument: $type),*) -> u32 $body
        )*
    };
}

functions! {
    fn proxy_log(level: u32, at: *const u8, size: usize) {
        with(|proxy| proxy.log.push((level, text(at, size))));
        OK
    }
    fn proxy_get_current_time_nanoseconds(time: *mut u64) {
        unsafe { *time = with(|proxy| proxy.now) };
        OK
    }
    fn proxy_get_buffer_bytes(kind: u32, start: usize, most: usize, data: *mut *mut u8, size: *mut usize) {
        give(with(|proxy| proxy.buffer(kind, start, most)), data, size)
    }
    fn proxy_get_header_map_pairs(_kind: u32, data: *mut *mut u8, size: *mut usize) {
        give(Some(with(|proxy| proxy.header_pairs())), data, size)
    }
    fn proxy_add_header_map_value(_kind: u32, name: *const u8, name_size: usize, at: *const u8, size: usize) {
        let header = (text(name, name_size), bytes(at, size));
        with(|proxy| proxy.headers.push(header));
        OK
    }
    fn proxy_remove_header_map_value(_kind: u32, name: *const u8, size: usize) {
        with(|proxy| proxy.remove_header(&text(name, size)));
        OK
    }
    fn proxy_get_property(path: *const u8, path_size: usize, data: *mut *mut u8, size: *mut usize) {
        let path = text(path, path_size);
        give(with(|proxy| proxy.properties.get(&path).cloned()), data, size)
    }
    fn proxy_set_property(path: *const u8, path_size: usize, at: *const u8, size: usize) {
        with(|proxy| proxy.filter_state.insert(text(path, path_size), text(at, size)));
        OK
    }
    fn proxy_send_local_response(
        code: u32, details: *const u8, details_size: usize, body: *const u8, body_size: usize,
        headers: *const u8, headers_size: usize, _grpc: i32
    ) {
        let answer = Answer {
            code,
            details: text(details, details_size),
            headers: decode_pairs(&bytes(headers, headers_size)),
            body: text(body, body_size),
        };
        assert_eq!(with(|proxy| proxy.answer.replace(answer)), None, "answered twice");
        OK
    }
    fn proxy_define_metric(_kind: u32, name: *const u8, size: usize, id: *mut u32) {
        unsafe { *id = with(|proxy| proxy.define_metric(text(name, size))) };
        OK
    }
    fn proxy_increment_metric(id: u32, by: i64) {
        with(|proxy| proxy.metric(id).map_or(NOT_FOUND, |value| {
            *value = value.wrapping_add_signed(by);
            OK
        }))
    }
    fn proxy_record_metric(id: u32, to: u64) {
        with(|proxy| proxy.metric(id).map_or(NOT_FOUND, |value| {
            *value = to;
            OK
        }))
    }
}
