// The service worker: Weir opens without a network after the first visit.
//
// One cache holds one version, filled completely or not at all: a worker whose
// files cannot all be had is never installed. A file is looked up only in the
// cache of the version that its address names, so a page gets files of one
// version, and a new worker may take over while pages of the last version are
// open. They go on as they are; the next page that is opened is new.
"use strict";

const version = {{.Version}};
const files = {{.Files}};
const shells = { app: "./", embed: "embed/" };

const prefix = "weir " + self.registration.scope + " ";
const root = new URL("./", self.location.href);
const cacheOf = (v) => prefix + v;

// A page that some cache on the way still has of another version is refused:
// the browser tries again later.
async function fetchPage(url) {
  const response = await fetch(url, { cache: "reload" });
  if (!response.ok || !(await response.clone().text()).includes(`/${version}/`)) {
    throw new Error(`${url} is not of version ${version}`);
  }
  return response;
}

async function install() {
  const pages = await Promise.all(
    Object.values(shells).map(async (page) => {
      const url = new URL(page, root).href;
      return [url, await fetchPage(url)];
    }),
  );
  const cache = await caches.open(cacheOf(version));
  await cache.addAll(
    files.map((file) => new Request(new URL(file, root), { cache: file.startsWith("v/") ? "default" : "reload" })),
  );
  await Promise.all(pages.map(([url, response]) => cache.put(url, response)));
  await self.skipWaiting();
}

// The last version before this one is kept for the tabs that still run it.
async function activate() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const old = ours.filter((name) => name !== cacheOf(version));
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

// place says what a request is for: a page of the app, a file of a version,
// or nothing of ours (null), which the browser then fetches as always.
function place(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) {
    return null;
  }
  const path = url.pathname.slice(root.pathname.length);
  if (request.mode === "navigate") {
    if (/^(index\.html)?$/.test(path) || /^d\/[^/]+$/.test(path)) {
      return { version, url: new URL(shells.app, root) };
    }
    return /^embed(\/.*)?$/.test(path) ? { version, url: new URL(shells.embed, root) } : null;
  }
  const file = /^v\/([0-9a-f]+)\/./.exec(path);
  if (file) {
    return { version: file[1], url };
  }
  return files.includes(path) ? { version, url } : null;
}

async function answer(request, wanted) {
  if (await caches.has(cacheOf(wanted.version))) {
    const cache = await caches.open(cacheOf(wanted.version));
    const hit = await cache.match(wanted.url, { ignoreSearch: true, ignoreVary: true });
    if (hit) {
      return hit;
    }
  }
  return fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const wanted = place(event.request);
  if (wanted) {
    event.respondWith(answer(event.request, wanted));
  }
});
