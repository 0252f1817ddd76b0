//! Does the plugin as it is shipped work in a proxy's place?
//!
//! The file is loaded into an interpreter, which plays the proxy. Memory is handed over as the ABI says: by
//! the plugin's own allocator.

#![expect(
    clippy::expect_used,
    reason = "a plugin that traps or cannot be loaded must fail the test"
)]

use std::path::PathBuf;

use wasmi::{Caller, Config, Engine, Extern, ExternType, Func, Instance, Linker, Memory, Module};
use wasmi::{Store, Val};

use super::{Answer, Outcome, Plugin, Proxy, Request, decode_pairs};

type In<'a> = Caller<'a, Proxy>;

const OK: i32 = 0;
const NOT_FOUND: i32 = 1;

/// The plugin in the interpreter.
#[derive(Debug)]
pub struct Wasm {
    store: Store<Proxy>,
    instance: Instance,
    next: i32,
}

/// The file `make plugin` writes.
pub fn file() -> PathBuf {
    crate::root().join("target/plugin/aksess.wasm")
}

impl Wasm {
    /// Loads the plugin that was built.
    ///
    /// # Panics
    /// When it was not built, or asks for what a proxy does not have.
    pub fn load() -> Self {
        let bytes =
            std::fs::read(file()).expect("the plugin is missing; build it with `make plugin`");
        let engine = Engine::new(Config::default().consume_fuel(true));
        let module = Module::new(&engine, &bytes).expect("the plugin is WebAssembly");
        let mut store = Store::new(&engine, Proxy::default());
        store.set_fuel(u64::MAX).expect("fuel is on");
        let mut linker = Linker::new(&engine);
        functions(&mut linker);
        let instance = linker
            .instantiate_and_start(&mut store, &module)
            .expect("the plugin asks for nothing a proxy does not have");
        let mut wasm = Self {
            store,
            instance,
            next: 2,
        };
        wasm.call("_initialize", &[]);
        wasm.call("proxy_on_context_create", &[1, 0]);
        wasm
    }

    /// The names the plugin imports, with their modules, and those it exports.
    ///
    /// # Panics
    /// When the plugin was not built.
    pub fn names() -> (Vec<(String, String)>, Vec<String>) {
        let bytes =
            std::fs::read(file()).expect("the plugin is missing; build it with `make plugin`");
        let module = Module::new(&Engine::default(), &bytes).expect("the plugin is WebAssembly");
        let imports = module.imports().map(|import| {
            assert!(
                matches!(import.ty(), ExternType::Func(_)),
                "{}",
                import.name()
            );
            (import.module().to_owned(), import.name().to_owned())
        });
        let exports = module.exports().map(|export| export.name().to_owned());
        (imports.collect(), exports.collect())
    }

    /// The proxy's side.
    pub fn proxy(&mut self) -> &mut Proxy {
        self.store.data_mut()
    }

    /// Instructions executed so far, as the interpreter counts them.
    pub fn instructions(&self) -> u64 {
        u64::MAX - self.store.get_fuel().unwrap_or(u64::MAX)
    }

    /// Bytes of the plugin's memory, which never shrinks.
    pub fn memory(&self) -> usize {
        let memory = self.instance.get_memory(&self.store, "memory");
        memory.map_or(0, |memory| memory.data_size(&self.store))
    }

    fn call(&mut self, name: &str, arguments: &[i32]) -> i32 {
        let function = self.instance.get_func(&self.store, name);
        let function = function.unwrap_or_else(|| unknown(name));
        let results = function.ty(&self.store).results().len();
        let mut given = vec![Val::I32(0); results];
        let arguments: Vec<Val> = arguments.iter().map(|of| Val::I32(*of)).collect();
        function
            .call(&mut self.store, &arguments, &mut given)
            .expect("the plugin does not trap");
        given.first().and_then(Val::i32).unwrap_or(0)
    }
}

#[expect(
    clippy::panic,
    reason = "a plugin without its callbacks must fail the test"
)]
fn unknown(name: &str) -> Func {
    panic!("the plugin does not export {name}")
}

impl Plugin for Wasm {
    fn configure(&mut self, configuration: &[u8]) -> bool {
        self.proxy().configuration = configuration.to_vec();
        let size = i32::try_from(configuration.len()).unwrap_or(i32::MAX);
        self.call("proxy_on_vm_start", &[1, 0]) == 1
            && self.call("proxy_on_configure", &[1, size]) == 1
    }

    fn ask(&mut self, request: &Request) -> Outcome {
        self.proxy().begin(request);
        let id = self.next;
        self.next += 1;
        self.call("proxy_on_context_create", &[id, 1]);
        let count = i32::try_from(request.headers.len()).unwrap_or(i32::MAX);
        let end = i32::from(request.body.is_none());
        let paused = self.call("proxy_on_request_headers", &[id, count, end]) != 0;
        if let (true, Some(body), None) = (paused, &request.body, &self.proxy().answer) {
            let size = i32::try_from(body.len()).unwrap_or(i32::MAX);
            self.call("proxy_on_request_body", &[id, size, 1]);
        }
        self.call("proxy_on_delete", &[id]);
        let outcome = self.proxy().end();
        assert_eq!(
            paused,
            outcome.answer.is_some(),
            "a request neither goes on nor is answered"
        );
        outcome
    }
}

fn memory(caller: &In<'_>) -> Memory {
    let memory = caller.get_export("memory").and_then(Extern::into_memory);
    memory.expect("the plugin exports its memory")
}

fn bytes(caller: &In<'_>, at: i32, size: i32) -> Vec<u8> {
    let (at, size) = (at.cast_unsigned() as usize, size.cast_unsigned() as usize);
    let memory = memory(caller);
    let bytes = memory.data(caller).get(at..at + size);
    bytes
        .expect("the plugin gives addresses within its memory")
        .to_vec()
}

fn text(caller: &In<'_>, at: i32, size: i32) -> String {
    String::from_utf8_lossy(&bytes(caller, at, size)).into_owned()
}

/// Hands bytes over: the plugin allocates, and gets address and size.
fn give(caller: &mut In<'_>, bytes: Option<Vec<u8>>, data: i32, size: i32) -> i32 {
    let Some(bytes) = bytes else {
        return NOT_FOUND;
    };
    let malloc = caller.get_export("malloc").and_then(Extern::into_func);
    let malloc = malloc.expect("the plugin exports its allocator");
    let malloc = malloc
        .typed::<i32, i32>(&*caller)
        .expect("malloc takes a size");
    let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    let at = malloc
        .call(&mut *caller, length)
        .expect("the plugin has memory");
    let memory = memory(caller);
    let mut write = |at: i32, bytes: &[u8]| {
        let at = at.cast_unsigned() as usize;
        memory
            .write(&mut *caller, at, bytes)
            .expect("addresses are within the memory");
    };
    write(at, &bytes);
    write(data, &at.to_le_bytes());
    write(size, &length.to_le_bytes());
    OK
}

fn define<P, R>(
    linker: &mut Linker<Proxy>,
    name: &str,
    function: impl wasmi::IntoFunc<Proxy, P, R>,
) {
    let defined = linker.func_wrap("env", name, function);
    defined.expect("each function is defined once");
}

/// The functions of the ABI that the plugin uses, and no other.
fn functions(linker: &mut Linker<Proxy>) {
    define(
        linker,
        "proxy_log",
        |mut c: In<'_>, level: i32, at: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_log");
            let line = (level.cast_unsigned(), text(&c, at, size));
            c.data_mut().log.push(line);
            OK
        },
    );
    define(
        linker,
        "proxy_get_current_time_nanoseconds",
        |mut c: In<'_>, at: i32| -> i32 {
            c.data_mut()
                .calls
                .push("proxy_get_current_time_nanoseconds");
            let now = c.data().now.to_le_bytes();
            let at = at.cast_unsigned() as usize;
            memory(&c)
                .write(&mut c, at, &now)
                .map_or(NOT_FOUND, |()| OK)
        },
    );
    define(
        linker,
        "proxy_get_buffer_bytes",
        |mut c: In<'_>, kind: i32, start: i32, most: i32, data: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_get_buffer_bytes");
            let (start, most) = (
                start.cast_unsigned() as usize,
                most.cast_unsigned() as usize,
            );
            let found = c.data().buffer(kind.cast_unsigned(), start, most);
            give(&mut c, found, data, size)
        },
    );
    define(
        linker,
        "proxy_get_header_map_pairs",
        |mut c: In<'_>, _kind: i32, data: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_get_header_map_pairs");
            let pairs = c.data().header_pairs();
            give(&mut c, Some(pairs), data, size)
        },
    );
    define(
        linker,
        "proxy_add_header_map_value",
        |mut c: In<'_>, _kind: i32, name: i32, name_size: i32, at: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_add_header_map_value");
            let header = (text(&c, name, name_size), bytes(&c, at, size));
            c.data_mut().headers.push(header);
            OK
        },
    );
    define(
        linker,
        "proxy_remove_header_map_value",
        |mut c: In<'_>, _kind: i32, name: i32, name_size: i32| -> i32 {
            c.data_mut().calls.push("proxy_remove_header_map_value");
            let name = text(&c, name, name_size);
            c.data_mut().remove_header(&name);
            OK
        },
    );
    streams(linker);
    metrics(linker);
}

fn streams(linker: &mut Linker<Proxy>) {
    define(
        linker,
        "proxy_get_property",
        |mut c: In<'_>, path: i32, path_size: i32, data: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_get_property");
            let path = text(&c, path, path_size);
            let found = c.data().properties.get(&path).cloned();
            give(&mut c, found, data, size)
        },
    );
    define(
        linker,
        "proxy_set_property",
        |mut c: In<'_>, path: i32, path_size: i32, at: i32, size: i32| -> i32 {
            c.data_mut().calls.push("proxy_set_property");
            let (path, value) = (text(&c, path, path_size), text(&c, at, size));
            c.data_mut().filter_state.insert(path, value);
            OK
        },
    );
    define(
        linker,
        "proxy_send_local_response",
        |mut c: In<'_>,
         code: i32,
         details: i32,
         details_size: i32,
         body: i32,
         body_size: i32,
         headers: i32,
         headers_size: i32,
         _grpc: i32|
         -> i32 {
            c.data_mut().calls.push("proxy_send_local_response");
            let answer = Answer {
                code: code.cast_unsigned(),
                details: text(&c, details, details_size),
                headers: decode_pairs(&bytes(&c, headers, headers_size)),
                body: text(&c, body, body_size),
            };
            assert_eq!(c.data_mut().answer.replace(answer), None, "answered twice");
            OK
        },
    );
}

fn metrics(linker: &mut Linker<Proxy>) {
    define(
        linker,
        "proxy_define_metric",
        |mut c: In<'_>, _kind: i32, name: i32, size: i32, id: i32| -> i32 {
            c.data_mut().calls.push("proxy_define_metric");
            let name = text(&c, name, size);
            let number = c.data_mut().define_metric(name).to_le_bytes();
            let id = id.cast_unsigned() as usize;
            memory(&c)
                .write(&mut c, id, &number)
                .map_or(NOT_FOUND, |()| OK)
        },
    );
    define(
        linker,
        "proxy_increment_metric",
        |mut c: In<'_>, id: i32, by: i64| -> i32 {
            c.data_mut().calls.push("proxy_increment_metric");
            let metric = c.data_mut().metric(id.cast_unsigned());
            metric.map_or(NOT_FOUND, |value| {
                *value = value.wrapping_add_signed(by);
                OK
            })
        },
    );
    define(
        linker,
        "proxy_record_metric",
        |mut c: In<'_>, id: i32, to: i64| -> i32 {
            c.data_mut().calls.push("proxy_record_metric");
            let metric = c.data_mut().metric(id.cast_unsigned());
            metric.map_or(NOT_FOUND, |value| {
                *value = to.cast_unsigned();
                OK
            })
        },
    );
}
