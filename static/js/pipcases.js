/* What every page can do beyond HTML: theme, menus, one submit per click, swaps that move focus and are heard.
   No words in here: they come from data attributes of the page. */
"use strict";

const live = document.getElementById("live");

/** Let screen readers hear a sentence. */
function announce(words) {
  if (!live || !words) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
}

/** Move the focus to something that is not a control by itself. */
function focusOn(element) {
  if (!element.matches("a, button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: false });
}

/* Theme: kept in a cookie, so that the server draws the next page in it from the start. */
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-set]");
  if (!choice) return;
  const theme = choice.dataset.themeSet;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; SameSite=Lax; Max-Age=${theme ? 31536000 : 0}${secure}`;
  if (theme) document.documentElement.dataset.bsTheme = theme;
  else delete document.documentElement.dataset.bsTheme;
  for (const other of document.querySelectorAll("[data-theme-set]")) {
    other.setAttribute("aria-pressed", String(other === choice));
  }
});

/* Menus: close on a click elsewhere, on Escape, and when another opens. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("[data-menu]")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* One submit per click. Buttons stay enabled, so the pressed one is sent and the back button finds them usable. */
const BUSY = 8000; // milliseconds: after a download the page stays, and so must its button
function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-editor]")) return;
  if (form.hasAttribute("data-busy")) { event.preventDefault(); return; }
  setTimeout(() => { if (!event.defaultPrevented) setBusy(form, true); });
  setTimeout(() => setBusy(form, false), BUSY);
});

/* The same for htmx. An autosave, which no click started, is left to htmx's own queue; so is the plan's editor, whose
   buttons wait their turn (editor.js). */
const started = ({ sourceElement, sourceEvent: cause, request }) => /^(click|submit)$/.test(cause?.type)
  && request.method !== "GET" && !sourceElement.matches("[data-editor]");
const busyPart = (element) => element.closest("form") || element;
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (!started(ctx)) return;
  if (busyPart(ctx.sourceElement).hasAttribute("data-busy")) event.preventDefault();
  else setBusy(busyPart(ctx.sourceElement), true);
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => setBusy(busyPart(ctx.sourceElement), false));
window.addEventListener("pageshow", () => document.querySelectorAll("[data-busy]").forEach((f) => setBusy(f, false)));

/* Offline is said, not guessed at from a dead button. */
function showOffline() {
  for (const notice of document.querySelectorAll("[data-offline]")) notice.hidden = navigator.onLine;
}
window.addEventListener("online", showOffline);
window.addEventListener("offline", showOffline);
showOffline();

/* Swaps. A whole page that comes back for a piece (sign-in, a refusal) takes the place of the whole content. */
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const response = ctx?.response?.raw;
  if (!response || !/<main[^>]+id="content"/.test(ctx.text || "")) return;
  if (response.redirected) {
    event.preventDefault();
    location.assign(response.url);
  } else if (!ctx.sourceElement.closest("[hx-boost], [data-hx-boost]") && ctx.target?.id !== "content") {
    showWholePage(event, ctx.text);
  }
});

function showWholePage(event, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  event.preventDefault();
  const main = document.getElementById("content");
  const words = wordsNotTaken(event.detail.ctx);
  main.replaceChildren(...page.getElementById("content").childNodes, ...words);
  document.title = page.title;
  window.htmx.process(main);
  settled(main);
}

/** A form that is no longer its writer's (403, 404) gives back what stands in it: the page that comes instead cannot,
    since it knows nothing of the case. */
function wordsNotTaken({ response, sourceElement }) {
  const kept = document.querySelector("template[data-words-kept]");
  if (!kept || ![403, 404].includes(response.raw.status)) return [];
  const fields = [...sourceElement.closest("form")?.querySelectorAll("textarea, input[type=text], input:not([type])") || []];
  const typed = fields.map((field) => field.value.trim()).filter(Boolean);
  const piece = kept.content.cloneNode(true);
  piece.querySelector("[data-words]").append(...typed.map((words) => Object.assign(document.createElement("pre"), { textContent: words })));
  return typed.length ? [piece] : [];
}

/** After a swap: focus where the page asks for it, or back into the piece a click has swapped (a piece that renews
    itself takes no focus); and say what it wants said. */
function settled(root, clicked = true) {
  const wanted = root.querySelector?.("[data-focus]");
  if (wanted) focusOn(wanted);
  else if (clicked && document.activeElement === document.body && root.isConnected) focusOn(root);
  announce(root.querySelector?.("[data-announce]")?.dataset.announce);
}
document.addEventListener("htmx:after:swap", (event) => {
  const { target, sourceEvent: cause } = event.detail.ctx || {};
  const clicked = /^(click|submit)$/.test(cause?.type);
  if (target) settled(target.isConnected ? target : document.getElementById(target.id) || document.body, clicked);
});

/* No answer at all is said too, until one comes. */
function showFailed(failed) {
  for (const notice of document.querySelectorAll("[data-failed]")) notice.hidden = !failed;
}
document.addEventListener("htmx:error", () => showFailed(true));
document.addEventListener("htmx:after:request", () => showFailed(false));

/* A page that comes back with errors starts there. */
document.querySelector("main [data-focus]")?.focus();

window.pipcases = { announce, focusOn };
