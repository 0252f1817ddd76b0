//! Do the modules together do what the whole did, whichever functions come when?

use std::collections::HashMap;

use wasmi::{Caller, Engine, Extern, Instance, Linker, Module, Store};

use super::addresses::Addresses;
use super::linked::{Address, Constant, Function, Linked, Of};
use super::{bringing, split};

/// Every way in which functions meet: calls, a table, an import, and what they share: memory and a global.
const WHOLE: &str = r#"(module
  (import "./aksess_bg.js" "twice" (func $twice (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (table 3 funcref)
  (elem (i32.const 1) $add $take)
  (data (i32.const 8) "\05abcdefghijklmno\08\00\00\00abcdefghijkl")
  (type $two (func (param i32 i32) (result i32)))
  (func $add (param i32 i32) (result i32) (call $note) (i32.add (local.get 0) (local.get 1)))
  (func $take (param i32 i32) (result i32) (call $note) (i32.sub (local.get 0) (local.get 1)))
  (func $note (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func $five (result i32) (call $note) (i32.load8_u (i32.const 8)))
  (func $keep (param i32) (call $note) (i32.store8 (i32.load (i32.const 24)) (local.get 0)))
  (func $pick (param i32 i32 i32) (result i32)
    (call_indirect (type $two) (local.get 1) (local.get 2) (local.get 0)))
  (func $unused (result i32) (i32.const 7))
  (func (export "go") (param $which i32) (param $of i32) (result i32)
    (call $keep (i32.add (call $five) (i32.const 1)))
    (i32.add (global.get $count)
      (i32.mul (i32.const 100)
        (call $pick (local.get $which) (call $twice (local.get $of)) (call $five))))))"#;

const FUNCTIONS: [&str; 6] = ["add", "take", "note", "five", "keep", "pick"];
const PARTS: usize = 3;

/// What a linker would note of it: `five` names the byte it reads, `keep` the address of that byte, and `pick` the
/// two functions it can call.
fn addresses() -> Addresses {
    let function = |(at, name): (usize, &&str)| Function {
        body: 10 * at..10 * at + 10,
        name: (*name).to_owned(),
    };
    let address = |at, of| Address { at, of };
    Addresses::new(Linked {
        functions: FUNCTIONS.iter().enumerate().map(function).collect(),
        constants: [8..24, 24..40]
            .map(|range| Constant {
                in_file: 100 + range.start as usize..100 + range.end as usize,
                in_memory: range,
            })
            .into(),
        addresses: vec![
            address(35, Of::Constant(0)),
            address(45, Of::Constant(1)),
            address(55, Of::Function(0)),
            address(56, Of::Function(1)),
            address(124, Of::Constant(0)),
        ],
    })
}

/// The state of a host: the parts after the first, and what those export that are there.
#[derive(Default)]
struct Host {
    later: Vec<Module>,
    here: HashMap<String, HashMap<String, Extern>>,
}

/// What calls give, and how many parts are there in the end.
fn run(first: &[u8], later: &[Vec<u8>]) -> (Vec<i32>, usize) {
    let engine = Engine::default();
    let module = |bytes: &[u8]| Module::new(&engine, bytes).unwrap();
    let whole = module(first);
    let later = later.iter().map(|bytes| module(bytes)).collect();
    let here = HashMap::new();
    let mut store = Store::new(&engine, Host { later, here });
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("./aksess_bg.js", "twice", |of: i32| of * 2)
        .unwrap()
        .func_wrap("./aksess_bg.js", "bring", bring)
        .unwrap();
    let instance = linker.instantiate_and_start(&mut store, &whole).unwrap();
    let exports = instance.exports(&store);
    let exports = exports.map(|of| (of.name().to_owned(), of.into_extern()));
    let exports = exports.collect();
    store.data_mut().here.insert("p0".to_owned(), exports);
    let go = instance
        .get_typed_func::<(i32, i32), i32>(&store, "go")
        .unwrap();
    let calls = [(1, 4), (2, 4), (1, 9)];
    let answers = calls.map(|of| go.call(&mut store, of).unwrap());
    (answers.to_vec(), store.data().here.len())
}

/// Does what JavaScript does when a door is met closed.
fn bring(mut caller: Caller<'_, Host>, last: i32) {
    for number in 1..=usize::try_from(last).unwrap() {
        let name = format!("p{number}");
        if caller.data().here.contains_key(&name) {
            continue;
        }
        let part = caller.data().later[number - 1].clone();
        let shared = |of: wasmi::ImportType<'_>| caller.data().here[of.module()][of.name()];
        let shared: Vec<Extern> = part.imports().map(shared).collect();
        let instance = Instance::new(&mut caller, &part, &shared).unwrap();
        let exports = instance.exports(&caller);
        let exports = exports.map(|of| (of.name().to_owned(), of.into_extern()));
        let exports = exports.collect();
        caller.data_mut().here.insert(name, exports);
    }
}

#[test]
fn whichever_functions_come_later_the_answers_are_the_same() {
    let whole = wat::parse_str(WHOLE).unwrap();
    let (expected, _) = run(&whole, &[]);
    // hundreds are 8 + 6, 8 - 7 and 18 + 8; the others are the notes made until then
    assert_eq!(expected, [1402, 106, 2610]);
    for known in [Addresses::default(), addresses()] {
        for ways in 0..PARTS.pow(6) {
            let digit = |at: usize| ways / PARTS.pow(u32::try_from(at).unwrap()) % PARTS;
            let places: HashMap<&str, usize> = FUNCTIONS
                .iter()
                .enumerate()
                .map(|(at, name)| (*name, digit(at)))
                .collect();
            let part = |name: &str| places.get(name).copied().unwrap_or_default();
            let parts = split(&whole, &known, PARTS, &part).unwrap();
            let (answers, here) = run(&parts[0], &parts[1..]);
            assert_eq!(answers, expected, "{places:?}");
            // each part is there that has a function, and those before it
            let last = places.values().max().unwrap();
            assert_eq!(here, last + 1, "{places:?}");
        }
    }
}

#[test]
fn what_only_a_later_part_can_get_at_comes_with_it() {
    let whole = wat::parse_str(WHOLE).unwrap();
    let bytes = |of: &[u8]| of.windows(15).any(|of| of == b"abcdefghijklmno");
    let with = |later: [&str; 2]| {
        let part = |name: &str| usize::from(later.contains(&name));
        let parts = split(&whole, &addresses(), 2, &part).unwrap();
        [bytes(&parts[0]), bytes(&parts[1])]
    };
    assert_eq!(with(["five", "keep"]), [false, true]);
    // the other one gets at it, be it by way of another constant
    assert_eq!(with(["five", "note"]), [true, false]);
    assert_eq!(with(["keep", "note"]), [true, false]);
}

#[test]
fn what_brings_the_parts_is_put_into_the_javascript() {
    let made = "function imports() {\n    const import0 = {\n        __proto__: null,\n        one,\n    };\n    return { \"./aksess_bg.js\": import0 };\n}\n";
    let with = bringing(made, &["a_more.wasm".to_owned()]).unwrap();
    assert!(with.contains("__proto__: null,\n        bring,\n        one"));
    assert!(with.contains("const places = [new URL(\"a_more.wasm\", import.meta.url)];"));
    assert!(bringing("const import0 = {}", &[]).is_err());
}

#[test]
fn a_program_about_which_the_linker_noted_nothing_is_refused() {
    let whole = wat::parse_str("(module (func (export \"go\")))").unwrap();
    let told = Addresses::of(&whole).unwrap_err().to_string();
    assert_eq!(told, "the linker noted no addresses");
}
