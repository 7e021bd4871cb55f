// A Web Worker that runs the same app.wasm: Go sees no document and becomes a
// worker. The first message is {module}: the page's WebAssembly.Module. Go
// then sets globalThis.onmessage; what arrived in between is handed to it in
// order. A message with number 0 tells the page that the program has ended,
// which it never does of its own will.
"use strict";

importScripts("../wasm_exec.js");

const goappGetenv = () => "";
const waiting = [];

const ended = () => {
  postMessage({ number: 0 });
  close();
};

onmessage = async (first) => {
  const queue = (event) => waiting.push(event);
  onmessage = queue;
  globalThis.goappGetenv = goappGetenv;
  try {
    const go = new Go();
    const instance = await WebAssembly.instantiate(first.data.module, go.importObject);
    go.run(instance).then(ended, ended);
  } catch (error) {
    console.error(error);
    ended();
    return;
  }
  if (onmessage !== queue) {
    waiting.splice(0).forEach((event) => onmessage(event));
  }
};
