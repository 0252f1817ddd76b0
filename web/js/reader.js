// The program without its page: it reads what it is given and sends what it read.
import init, { read } from "./aksess.js";

const ready = init();

onmessage = async ({ data }) => {
  try {
    await ready;
    const bytes = read(data);
    postMessage({ read: bytes }, bytes.map(({ buffer }) => buffer));
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
