// Starts the app: answers what go-app asks of the page (the goapp… globals),
// loads app.wasm with progress, says in both languages what went wrong if it
// cannot, and registers the service worker.
//
// What the Go side may read through app.Getenv:
//   WEIR_SERVER   "yes" if a Weir server serves this page, "" on static hosting
//   WEIR_ROOT     absolute URL of the site's root, ends with "/"
//   WEIR_ASSETS   absolute URL of this version's files (icons/…), ends with "/"
//   WEIR_WORKER   absolute URL of the Web Worker script (see worker.js)
//   WEIR_VERSION  content hash of this build
// and globalThis.weirModule is the compiled WebAssembly.Module, to hand to workers.
"use strict";

const weirScript = document.currentScript;
const weirAssets = new URL("../", weirScript.src);
const weirRoot = new URL("../../", weirAssets);

// A browser that refuses storage throws at whoever so much as reads its name,
// as go-app does when it starts. An empty object throws only when it is used.
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  try {
    void globalThis[name];
  } catch {
    Object.defineProperty(globalThis, name, { value: {} });
  }
}

const goappEnv = {
  GOAPP_INTERNAL_URLS: "[]",
  GOAPP_ROOT_PREFIX: weirRoot.pathname.replace(/\/$/, ""),
  GOAPP_STATIC_RESOURCES_URL: weirAssets.href.replace(/\/$/, ""),
  GOAPP_VERSION: weirAssets.pathname.split("/").at(-2),
  WEIR_SERVER: document.documentElement.dataset.server === "yes" ? "yes" : "",
  WEIR_ROOT: weirRoot.href,
  WEIR_ASSETS: weirAssets.href,
  WEIR_WORKER: new URL("js/worker.js", weirAssets).href,
  WEIR_VERSION: weirAssets.pathname.split("/").at(-2),
};

// go-app replaces these three when it starts, so they are variables.
var goappNav = () => {};
var goappOnUpdate = () => {};
var goappOnAppInstallChange = () => {};

function goappGetenv(key) {
  return goappEnv[key];
}

function goappKeepBodyClean() {
  return () => {};
}

let weirInstallPrompt = null;

function goappIsAppInstalled() {
  return matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
}

function goappIsAppInstallable() {
  return weirInstallPrompt !== null && !goappIsAppInstalled();
}

async function goappShowInstallPrompt() {
  if (weirInstallPrompt === null) {
    return;
  }
  weirInstallPrompt.prompt();
  await weirInstallPrompt.userChoice;
  weirInstallPrompt = null;
  goappOnAppInstallChange();
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  weirInstallPrompt = event;
  goappOnAppInstallChange();
});

addEventListener("appinstalled", () => {
  weirInstallPrompt = null;
  goappOnAppInstallChange();
});

const weirText = {
  en: {
    loading: "Loading Weir",
    old: "This browser is too old for Weir: it lacks WebAssembly.",
    failed: "Weir could not be loaded. Check the connection and try again.",
    stopped: "Weir has stopped. What you drew is kept on this device.",
    retry: "Reload",
  },
  zh: {
    loading: "正在加载 Weir",
    old: "此浏览器版本过旧，不支持 WebAssembly，无法运行 Weir。",
    failed: "Weir 加载失败。请检查网络后重试。",
    stopped: "Weir 已停止运行。您绘制的内容已保存在本设备上。",
    retry: "重新加载",
  },
}[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];

const weirLoader = document.getElementById("app-wasm-loader");

function weirPart(name) {
  return document.getElementById("app-wasm-loader-" + name);
}

function weirProgress(percent) {
  weirPart("bar").value = percent;
}

function weirFail(sentence, detail) {
  document.body.append(weirLoader);
  weirLoader.classList.add("loader-failed");
  weirLoader.setAttribute("role", "alert");
  weirPart("label").textContent = sentence;
  weirPart("bar").hidden = true;
  if (detail) {
    weirPart("detail").textContent = String(detail);
    weirPart("detail").hidden = false;
  }
  weirPart("retry").textContent = weirText.retry;
  weirPart("retry").hidden = false;
}

// weirFetch gives the response of url with its bytes counted as they arrive.
// Content-Length tells the compressed size, so the page names the real one.
// The type is set here because some static hosts do not know .wasm.
async function weirFetch(url, total, onProgress) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(response.status + " " + url);
  }
  let seen = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      onProgress(Math.min(100, Math.round((100 * seen) / total)));
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), {
    headers: { "Content-Type": "application/wasm" },
  });
}

async function weirStart() {
  weirPart("label").textContent = weirText.loading;
  weirPart("retry").addEventListener("click", () => location.reload());
  if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) {
    weirFail(weirText.old);
    return;
  }
  let instance;
  const go = new Go();
  try {
    const total = Number(weirScript.dataset.wasmBytes);
    const wasm = await weirFetch(new URL("app.wasm", weirAssets), total, weirProgress);
    globalThis.weirModule = await WebAssembly.compileStreaming(wasm);
    instance = await WebAssembly.instantiate(globalThis.weirModule, go.importObject);
  } catch (error) {
    weirFail(weirText.failed, error);
    return;
  }
  const stopped = go.run(instance);
  weirLoader.remove(); // the first component is mounted by now
  stopped.then(
    () => weirFail(weirText.stopped),
    (error) => weirFail(weirText.stopped, error),
  );
}

// A new version is fetched in the background and is there when the page is
// opened next; goappOnUpdate tells the app, which may offer to reload.
async function weirRegister() {
  if (!("serviceWorker" in navigator) || !isSecureContext) {
    return;
  }
  try {
    const registration = await navigator.serviceWorker.register(new URL("sw.js", weirRoot), {
      scope: weirRoot.pathname,
      updateViaCache: "none",
    });
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      const replaces = registration.active !== null;
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated" && replaces) {
          goappOnUpdate();
        }
      });
    });
  } catch {
    // Without it the app works, only not offline.
  }
}

weirStart().then(weirRegister);
