// Do the parts that browsers load answer all vectors as the whole does?

process.env.PARTS = "1";
await import("./vectors.test.mjs");
await import("./azure-vectors.test.mjs");
