// A Web Worker that runs the same app.wasm: Go sees no document and becomes a
// worker. The first message is {module, env}: the page's WebAssembly.Module
// and what app.Getenv should answer. Go then sets globalThis.onmessage; what
// arrived in between is handed to it in order.
"use strict";

importScripts("../wasm_exec.js");

let goappEnv = {};
const goappGetenv = (key) => goappEnv[key];
const waiting = [];

onmessage = async (first) => {
  const queue = (event) => waiting.push(event);
  onmessage = queue;
  goappEnv = first.data.env ?? {};
  globalThis.goappGetenv = goappGetenv;
  const go = new Go();
  const instance = await WebAssembly.instantiate(first.data.module, go.importObject);
  go.run(instance).then(
    () => close(),
    (error) => {
      throw error;
    },
  );
  if (onmessage !== queue) {
    waiting.splice(0).forEach((event) => onmessage(event));
  }
};
