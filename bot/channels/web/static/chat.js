// The page without reloads, and the quick way out. Everything here also works without it.
"use strict";

const list = document.getElementById("obrolan");
const main = document.getElementById("isi");
const way = document.getElementById("keluar");
const compose = document.getElementById("kirim");
const failed = document.getElementById("gagal");
const start = document.getElementById("mula");
const QUIET = document.body.dataset.quiet * 1000; // after so long without a word or press the page forgets
const LEFT = "k"; // set while leaving; stays when the network was off, so that the next look leaves first
let stream = null;
let until = Date.now() + document.body.dataset.left * 1000;
let timer = 0;
let retry = 0;

function blank() {
  document.documentElement.hidden = true;
  document.body.replaceChildren();
}

function leave() {
  const exit = way.dataset.exit;
  stream?.close(); // its word that the visit is over would lead back here
  blank();
  navigator.sendBeacon("/chat/exit");
  try {
    localStorage.setItem(LEFT, "1");
  } finally {
    location.replace(exit);
  }
}

function add(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  const bubble = box.content.querySelector("li");
  if ([...list.children].some((one) => one.dataset.id === bubble.dataset.id)) return;
  if (bubble.matches(".contact") || bubble.querySelector(".pilihan")) {
    list.querySelectorAll(".pilihan").forEach((one) => one.remove());
  }
  if (bubble.matches(".contact")) stay(); // also from another tab
  main.querySelectorAll(".awal, details").forEach((one) => one.remove());
  list.append(bubble);
  main.scrollTop = main.scrollHeight;
}

function listen() {
  if (stream) return;
  const last = list.lastElementChild?.dataset.id;
  stream = new EventSource("/chat/stream" + (last ? "?after=" + encodeURIComponent(last) : ""));
  stream.onmessage = (event) => add(event.data);
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    stream = null;
    retry = setTimeout(listen, 5000);
  };
  stream.addEventListener("tutup", forget);
}

// The person is here: the page keeps its talk for QUIET from now.
function stay() {
  until = Date.now() + QUIET;
  watch();
}

// By the hour, not by a timer alone: timers stand still while a phone sleeps.
function watch() {
  clearTimeout(timer);
  const left = until - Date.now();
  if (left <= 0) return forget();
  timer = setTimeout(watch, left);
}

// The neutral start, without asking anybody: the network may be off.
function forget() {
  clearTimeout(retry);
  stream?.close();
  stream = null;
  list.replaceChildren();
  main.querySelectorAll(".awal, details, .kabar").forEach((one) => one.remove());
  main.prepend(start.content.cloneNode(true));
  failed.hidden = true;
  if (Date.now() < until) return; // somebody is here, perhaps in the middle of a long letter
  const empty = compose.text.cloneNode(); // a new field, so that nothing can be undone in it
  empty.value = "";
  compose.text.replaceWith(empty);
}

async function send(form, button) {
  stay();
  const fields = new URLSearchParams(new FormData(form, button));
  fields.set("js", "1");
  const buttons = form.querySelectorAll("button");
  buttons.forEach((one) => (one.disabled = true));
  const answer = await fetch("/chat", { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
  buttons.forEach((one) => (one.disabled = false));
  const stored = answer?.type === "opaqueredirect";
  failed.hidden = stored;
  if (!stored) return;
  form.reset();
  if (form === compose) compose.text.value = "";
  document.querySelectorAll("input[name=id]").forEach((one) => (one.value = crypto.getRandomValues(new Uint32Array(4)).join("-")));
  listen();
}

function fit() {
  const seen = window.visualViewport;
  document.documentElement.style.setProperty("--tinggi", seen.height + "px");
  document.documentElement.style.setProperty("--atas", seen.offsetTop + "px");
  main.scrollTop = main.scrollHeight;
}

function leftBefore() {
  try {
    return localStorage.getItem(LEFT);
  } catch {
    return null; // a browser that keeps nothing has nothing to remember
  }
}

async function begin() {
  if (leftBefore()) {
    blank();
    await fetch("/chat/exit", { method: "POST", redirect: "manual" });
    localStorage.removeItem(LEFT);
    return location.replace("/chat");
  }
  if (location.pathname !== "/chat") return location.replace("/chat");
  document.addEventListener("submit", (event) => {
    if (event.target !== compose && !event.target.matches(".pilihan")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("input", stay);
  document.addEventListener("visibilitychange", watch);
  compose.addEventListener("keydown", (event) => {
    if (event.target !== compose.text || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    compose.requestSubmit();
  });
  if ("talk" in document.body.dataset) listen();
  watch();
  window.visualViewport?.addEventListener("resize", fit);
  window.visualViewport?.addEventListener("scroll", fit);
  main.scrollTop = main.scrollHeight;
}

let escaped = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escaped < 1500) leave();
  escaped = event.timeStamp;
});
way.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});
window.addEventListener("pagehide", blank);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
begin();
