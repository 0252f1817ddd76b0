// The program without its page: it reads what it is given and sends what it read.
import init, { read, rest } from "./aksess.js";

// what cannot be had now is asked for again where it is called
const ready = init().then(() => rest().catch(() => {}));

onmessage = async ({ data }) => {
  try {
    await ready;
    const bytes = read(data);
    postMessage({ read: bytes }, bytes.map(({ buffer }) => buffer));
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
