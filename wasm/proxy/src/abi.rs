//! What does the proxy call?
//!
//! The exports of proxy-wasm that have something to do here. The usual SDK exports all there are and imports
//! every host function, and a proxy pays for each callback it finds; this is the whole of what is needed.
//!
//! *Source:* the proxy-wasm ABI 0.2.1; memory is handed over by `malloc`, as Envoy does for modules without
//! WASI.
//!
//! *Invariants.* A call about a context that is not known changes nothing and lets nothing through.

#![expect(unsafe_code, reason = "exports have the names of the ABI")]

use std::cell::RefCell;

use crate::plugin::Plugin;
use crate::stream::{Action, Stream};

/// Everything this virtual machine holds. A proxy runs each in one thread.
#[derive(Debug)]
struct Machine {
    /// One, as a rule: each plugin has a machine of its own.
    plugins: Vec<(u32, Plugin)>,
    /// In the order of their ids, which is that in which they come: the one asked about is most often the last.
    streams: Vec<(u32, Stream)>,
}

impl Machine {
    fn plugin(&mut self, id: u32) -> Option<&mut Plugin> {
        let mut plugins = self.plugins.iter_mut();
        plugins.find(|(of, _)| *of == id).map(|(_, plugin)| plugin)
    }

    /// Where a stream stands, or would.
    fn place(&self, id: u32) -> Result<usize, usize> {
        match self.streams.last() {
            Some((last, _)) if *last == id => Ok(self.streams.len() - 1),
            Some((last, _)) if *last > id => self.streams.binary_search_by_key(&id, |(of, _)| *of),
            _ => Err(self.streams.len()),
        }
    }
}

thread_local! {
    static MACHINE: RefCell<Machine> = const {
        RefCell::new(Machine {
            plugins: Vec::new(),
            streams: Vec::new(),
        })
    };
}

fn with<R>(refused: R, work: impl FnOnce(&mut Machine) -> R) -> R {
    MACHINE.with(|machine| match machine.try_borrow_mut() {
        Ok(mut machine) => work(&mut machine),
        Err(_) => refused,
    })
}

fn stream(id: u32, work: impl FnOnce(&mut Stream) -> Action) -> u32 {
    let judge = |machine: &mut Machine| {
        let place = machine.place(id).ok()?;
        let (_, stream) = machine.streams.get_mut(place)?;
        Some(work(stream))
    };
    with(None, judge).unwrap_or_else(Stream::refuse) as u32
}

/// The version of the ABI, by its name.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_abi_version_0_2_1() {}

/// What is done once, before anything else: a panic, which should not be, is told.
#[unsafe(no_mangle)]
pub extern "C" fn _initialize() {
    // Elsewhere the process has a hook of its own.
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        crate::host::log(crate::host::Level::Error, &panic.to_string());
    }));
}

/// Memory for what the proxy hands over.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
pub extern "C" fn malloc(size: usize) -> *mut u8 {
    // The proxy writes all of it before anything reads it.
    Box::into_raw(Box::<[u8]>::new_uninit_slice(size)).cast()
}

/// A plugin (without a parent) or a stream of one comes to be.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_context_create(id: u32, parent: u32) {
    with((), |machine| {
        if parent == 0 {
            machine.plugins.push((id, Plugin::default()));
        } else if let Some(plugin) = machine.plugin(parent) {
            let stream = Stream::new(plugin.configured());
            match machine.place(id) {
                Err(place) if place == machine.streams.len() => machine.streams.push((id, stream)),
                Err(place) => machine.streams.insert(place, (id, stream)),
                Ok(place) => drop(machine.streams.get_mut(place).map(|of| of.1 = stream)),
            }
        }
    });
}

/// The machine starts; it needs nothing of its own.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_vm_start(_id: u32, _size: usize) -> bool {
    true
}

/// A plugin gets its configuration; whether it takes it.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_configure(id: u32, _size: usize) -> bool {
    with(false, |machine| {
        let plugin = machine.plugin(id);
        plugin.is_some_and(Plugin::configure)
    })
}

/// The headers of a request have come.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_request_headers(id: u32, _count: usize, end: bool) -> u32 {
    stream(id, |stream| stream.headers(end))
}

/// More of the body has come; the size is that of all that waits.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_request_body(id: u32, size: usize, end: bool) -> u32 {
    stream(id, |stream| stream.body(size, end))
}

/// The trailers have come.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_request_trailers(id: u32, _count: usize) -> u32 {
    stream(id, Stream::trailers)
}

/// A stream or a plugin is gone.
#[unsafe(no_mangle)]
pub extern "C" fn proxy_on_delete(id: u32) {
    with((), |machine| match machine.place(id) {
        Ok(place) if place + 1 == machine.streams.len() => drop(machine.streams.pop()),
        Ok(place) => drop(machine.streams.remove(place)),
        Err(_) => machine.plugins.retain(|(of, _)| *of != id),
    });
}
