// Who reads the large texts? A worker that is started with the first of them. Only the newest texts matter: what
// waits is replaced by them.

const FILE = new URL("../../../../reader.js", import.meta.url);

let worker;
let current;
let next;

function settle(how, what) {
  const [done, waiting] = [current, next];
  current = next = undefined;
  done?.[how](what);
  waiting?.[how](what);
}

function end() {
  worker?.terminate();
  worker = undefined;
}

function fail(error) {
  end();
  settle("reject", error);
}

function start() {
  const started = new Worker(FILE, { type: "module" });
  started.onmessage = ({ data }) => {
    if (data.error) return fail(new Error(data.error));
    current?.resolve(data.read);
    current = undefined;
    begin();
  };
  started.onerror = (event) => fail(new Error(event.message || "the worker did not start"));
  return started;
}

function begin() {
  if (current || !next) return;
  current = next;
  next = undefined;
  worker ??= start();
  worker.postMessage(current.texts);
}

/** What was read of each text, as bytes; nothing when others are to be read instead. */
export function read(texts) {
  return new Promise((resolve, reject) => {
    next?.resolve();
    next = { texts, resolve, reject };
    try {
      begin();
    } catch (error) {
      fail(error);
    }
  });
}

/** Ends what is being read. */
export function stop() {
  end();
  settle("resolve");
}
