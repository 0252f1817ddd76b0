// What can be asked of what was freed?
//
// Nothing, and it says so. `free` may be called as often as one likes, also while an answer is being made: then the
// memory is given back when that is there. The address of an object is a property of its own, as wasm-bindgen has it.
// `free` takes it away, and whoever looks for it, to ask the object or to pass it, meets the one of the class, which
// throws before anything crosses.

/** What is thrown has the shape that `wrong.rs` gives it. */
const wrong = (code, argument, message) => Object.assign(new TypeError(message), { code, argument });

/** Whether something was made by a class; a proxy runs code of its own when it is asked, which may throw. */
const isA = (Class, value) => {
  try {
    return value instanceof Class;
  } catch {
    return false;
  }
};
const mustBe = (Class, value, argument, what) => {
  if (!isA(Class, value)) throw wrong("argument", argument, `${argument} must be ${what}`);
};

for (const [name, Class] of Object.entries({ Authorizer, Prepared, PreparedBatch })) {
  Object.defineProperty(Class.prototype, "__wbg_ptr", {
    get() {
      throw wrong("freed", name, `this ${name} was freed`);
    },
    set(value) {
      Object.defineProperty(this, "__wbg_ptr", { value, configurable: true, enumerable: true, writable: true });
    },
  });
  Class.prototype.free = function () {
    if (!Object.hasOwn(this, "__wbg_ptr")) return;
    const address = this.__destroy_into_raw();
    delete this.__wbg_ptr;
    // 1: not before nothing borrows it any more
    wasm[`__wbg_${name.toLowerCase()}_free`](address, 1);
  };
  if (Symbol.dispose) Class.prototype[Symbol.dispose] = Class.prototype.free;
}
