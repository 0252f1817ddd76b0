//! How do files get into the page?
//!
//! Chosen, dropped anywhere, or pasted: they are read here, in the tab, as bytes, and decoded by the
//! engine, which knows what a PowerShell redirect writes.

use std::cell::RefCell;
use std::rc::Rc;

use aksess::Source;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::file::callbacks::{FileReader, read_as_bytes};
use gloo::file::{File, FileList};
use gloo::utils::{document, document_element};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event};
use yew::{Callback, hook, use_callback, use_effect_with, use_mut_ref};

use crate::app::state::{Action, Files};
use crate::app::workspace::MOST_FILES;

/// Larger files are no exports of access rules, and would stop the tab.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads files, and listens for those dropped or pasted anywhere in the document.
#[hook]
pub(crate) fn use_files(on_action: Callback<Action>) -> Callback<FileList> {
    let open = use_mut_ref(Vec::<Batch>::new);
    let read = use_callback((), move |files: FileList, ()| {
        let mut open = open.borrow_mut();
        open.retain(|of| !of.is_done());
        open.push(read_all(&files, &on_action));
    });
    use_effect_with(read.clone(), |read| {
        let listeners = [
            listen("dragover", |event| {
                shows_drop(event.type_() == "dragover" && has_files(event));
                if has_files(event) {
                    event.prevent_default();
                }
            }),
            listen("dragleave", |_| shows_drop(false)),
            listen("drop", on_transfer(read)),
            listen("paste", on_transfer(read)),
        ];
        move || drop(listeners)
    });
    read
}

fn listen(event: &'static str, act: impl FnMut(&Event) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), event, options, act)
}

fn on_transfer(read: &Callback<FileList>) -> impl FnMut(&Event) + 'static {
    let read = read.clone();
    move |event| {
        shows_drop(false);
        let files = transfer(event).and_then(|of| of.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            event.prevent_default();
            read.emit(FileList::from(files));
        }
    }
}

fn transfer(event: &Event) -> Option<DataTransfer> {
    match event.dyn_ref::<DragEvent>() {
        Some(event) => event.data_transfer(),
        None => event.dyn_ref::<ClipboardEvent>()?.clipboard_data(),
    }
}

/// While something is dragged only the kinds of things are known.
fn has_files(event: &Event) -> bool {
    transfer(event).is_some_and(|of| of.types().includes(&"Files".into(), 0))
}

/// The style sheet draws the frame.
fn shows_drop(is_over: bool) {
    drop(document_element().toggle_attribute_with_force("data-drop", is_over));
}

/// Files that came together. Those that come while they are read wait for nobody and stop nobody.
struct Batch {
    /// A reader that is dropped reads no further.
    _readers: Vec<FileReader>,
    slots: Rc<RefCell<Vec<Option<Read>>>>,
}

impl Batch {
    /// Whether all of them have been told.
    fn is_done(&self) -> bool {
        self.slots.borrow().is_empty()
    }
}

/// Reads the files and tells of them together, in their order.
fn read_all(files: &[File], on_action: &Callback<Action>) -> Batch {
    let left_out = files.len().saturating_sub(MOST_FILES);
    let files = files.get(..files.len() - left_out).unwrap_or_default();
    let slots: Rc<RefCell<Vec<Option<Read>>>> = Rc::new(RefCell::new(vec![None; files.len()]));
    let done = {
        let (slots, on_action) = (Rc::clone(&slots), on_action.clone());
        move |at: usize, read: Read| {
            let mut slots = slots.borrow_mut();
            if let Some(slot) = slots.get_mut(at) {
                *slot = Some(read);
            }
            if slots.iter().all(Option::is_some) {
                tell(slots.drain(..).flatten(), left_out, &on_action);
            }
        }
    };
    let start = |(at, file): (usize, &File)| {
        let (name, done) = (file.name(), done.clone());
        if file.size() > LARGEST {
            done(at, Err(name));
            return None;
        }
        Some(read_as_bytes(file, move |bytes| {
            let source = bytes.map(|bytes| Source::decode(name.clone(), &bytes));
            done(at, source.map_err(|_| name));
        }))
    };
    Batch {
        _readers: files.iter().enumerate().filter_map(start).collect(),
        slots,
    }
}

/// A file that was read, or the name of one that could not be.
type Read = Result<Source, String>;

fn tell(read: impl Iterator<Item = Read>, left_out: usize, on_action: &Callback<Action>) {
    let mut files = Files {
        left_out,
        ..Files::default()
    };
    for result in read {
        match result {
            Ok(source) => files.sources.push(source),
            Err(name) => files.unread.push(name),
        }
    }
    on_action.emit(Action::Add(files));
}
