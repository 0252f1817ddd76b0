//! Do the two modules do what the whole did, whichever functions come later?

use std::collections::HashSet;

use wasmi::{Caller, Engine, Extern, Instance, Linker, Module, Store};

use super::split;

/// Every way in which functions meet: calls, a table, an import, and what they share: memory and a global.
const WHOLE: &str = r#"(module
  (import "./glue/rest.js" "follow" (func $follow))
  (import "./glue/rest.js" "twice" (func $twice (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (table 2 funcref)
  (elem (i32.const 0) $add $take)
  (data (i32.const 8) "\05")
  (type $two (func (param i32 i32) (result i32)))
  (func $add (param i32 i32) (result i32) (call $note) (i32.add (local.get 0) (local.get 1)))
  (func $take (param i32 i32) (result i32) (call $note) (i32.sub (local.get 0) (local.get 1)))
  (func $note (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func $five (result i32) (call $note) (i32.load8_u (i32.const 8)))
  (func $keep (param i32) (call $note) (i32.store8 (i32.const 8) (local.get 0)))
  (func $unused (result i32) (i32.const 7))
  (func (export "go") (param $which i32) (param $of i32) (result i32)
    (call $keep (i32.add (call $five) (i32.const 1)))
    (i32.add (global.get $count)
      (i32.mul (i32.const 100)
        (call_indirect (type $two) (call $twice (local.get $of)) (call $five) (local.get $which))))))"#;

const FUNCTIONS: [&str; 5] = ["add", "take", "note", "five", "keep"];

/// What calls gave, and how often the rest was brought.
type Answers = (Vec<i32>, u32);

/// The state of a host: the rest, where there is one, and how often it was brought.
struct Host {
    rest: Option<Module>,
    brought: u32,
}

fn run(first: &[u8], rest: Option<&[u8]>) -> Answers {
    let engine = Engine::default();
    let module = Module::new(&engine, first).unwrap();
    let rest = rest.map(|bytes| Module::new(&engine, bytes).unwrap());
    let mut store = Store::new(&engine, Host { rest, brought: 0 });
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("./glue/rest.js", "follow", || {})
        .unwrap()
        .func_wrap("./glue/rest.js", "twice", |of: i32| of * 2)
        .unwrap()
        .func_wrap("./glue/rest.js", "load", bring)
        .unwrap();
    let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
    let go = instance
        .get_typed_func::<(i32, i32), i32>(&store, "go")
        .unwrap();
    let calls = [(0, 4), (1, 4), (0, 9)];
    let answers = calls.map(|of| go.call(&mut store, of).unwrap());
    (answers.to_vec(), store.data().brought)
}

/// Does what the page does when a door is met closed.
fn bring(mut caller: Caller<'_, Host>) {
    caller.data_mut().brought += 1;
    let rest = caller.data().rest.clone().unwrap();
    let shared: Vec<Extern> = rest
        .imports()
        .map(|of| {
            assert_eq!(of.module(), super::FIRST);
            caller.get_export(of.name()).unwrap()
        })
        .collect();
    Instance::new(&mut caller, &rest, &shared).unwrap();
}

#[test]
fn whichever_functions_come_later_the_answers_are_the_same() {
    let whole = wat::parse_str(WHOLE).unwrap();
    let (expected, _) = run(&whole, None);
    // hundreds are 8 + 6, 8 - 7 and 18 + 8; the others are the notes made until then
    assert_eq!(expected, [1402, 106, 2610]);
    for ways in 0u32..1 << FUNCTIONS.len() {
        let early: HashSet<_> = FUNCTIONS
            .iter()
            .enumerate()
            .filter(|(at, _)| ways >> at & 1 == 1)
            .map(|(_, name)| *name)
            .collect();
        let parts = split(&whole, &|name| early.contains(name), "/rest.js").unwrap();
        let (answers, brought) = run(&parts.first, Some(&parts.rest));
        assert_eq!(answers, expected, "{early:?} early");
        assert_eq!(
            brought,
            u32::from(early.len() < FUNCTIONS.len()),
            "{early:?}"
        );
    }
}

#[test]
fn a_module_that_imports_nothing_to_bring_the_rest_with_is_refused() {
    let whole = wat::parse_str("(module (func (export \"go\")))").unwrap();
    assert!(split(&whole, &|_| false, "/rest.js").is_err());
}
