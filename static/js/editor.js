/* The plan's editor: what is saved is said, notes stand beside their fields, suggestions become rows.
   Without this file the page saves by its button and tells the same in the readiness list. */
"use strict";

(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const state = () => document.getElementById("draft-state");
  const isStale = () => form.querySelector("[data-stale]") !== null;

  function say(words, tone) {
    const line = state()?.querySelector("[data-state]");
    if (line && words) { line.textContent = words; line.className = `status${tone}`; }
  }
  form.addEventListener("input", () => { if (!isStale()) say(state().dataset.unsaved, ""); });

  /* A save that waited for another one is based on what that one saved. While two drafts stand side by side, only
     the button below them saves. */
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement !== form) return;
    if (isStale() && ctx.request.submitter?.name !== "over") { event.preventDefault(); return; }
    ctx.request.body?.set?.("revision", form.elements.revision.value);
    pressed = ctx.request.submitter?.name === "do" ? ctx.request.submitter.value : "";
    say(state().dataset.saving, "");
  });

  document.addEventListener("htmx:error", () => say(state().dataset.unsaved, ""));

  /* After a button that changes the items, the focus goes where one would look; after a save that draws them anew, it
     stays where it was. */
  let pressed = "";
  let before = null;

  function keepFocus() {
    const { id, selectionStart } = document.activeElement;
    before = form.contains(document.activeElement) ? { id, at: selectionStart } : null;
  }

  function focusAgain() {
    const wanted = pressed ? goal(...pressed.split(":")) : lost();
    pressed = "";
    wanted?.focus();
  }

  function lost() {
    const field = document.activeElement === document.body && before?.id && document.getElementById(before.id);
    if (field && before.at !== null && before.at !== undefined) setTimeout(() => field.setSelectionRange?.(before.at, before.at));
    return field;
  }

  function goal(what, id) {
    const items = [...form.querySelectorAll(".editor-item")];
    const item = items.find((one) => one.querySelector("input[name=item]").value === id);
    const first = (one) => one?.querySelector("input:not([type=hidden])");
    if (what === "add") return first(items.at(-1));
    if (what === "remove") return form.querySelector(`button[value="back:${id}"]`);
    if (what === "up" || what === "down") return item?.querySelector(`button[value="${what}:${id}"]:enabled`) || first(item);
    if (what === "duplicate") return first(items[items.indexOf(item) + 1]);
    return first(item) || lost();
  }

  document.addEventListener("htmx:before:swap", keepFocus);
  document.addEventListener("htmx:after:swap", focusAgain);

  /* A double click is one press: a button of the same meaning is asked for again only after a moment. */
  const MOMENT = 600; // milliseconds
  let last = { value: "", at: -MOMENT };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    if (button.value === last.value && event.timeStamp - last.at < MOMENT) event.preventDefault();
    else last = { value: button.value, at: event.timeStamp };
  });

  /* Notes of the readiness list, and of fields that could not be read, stand beside their fields too. */
  function placeNotes() {
    for (const old of form.querySelectorAll("[data-note]")) old.remove();
    for (const note of document.querySelectorAll("[data-for]")) {
      const field = document.getElementById(note.dataset.for)?.closest(".field");
      if (!field || !form.contains(field)) continue;
      const words = document.createElement("p");
      words.dataset.note = "";
      words.className = `field-note ${note.dataset.tone || ""}`;
      words.append(...note.querySelector("[data-words]").cloneNode(true).childNodes);
      field.append(words);
    }
  }
  document.addEventListener("htmx:after:swap", placeNotes);
  placeNotes();

  /* "Usually helps: training" adds a row of that kind. */
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-suggest]");
    if (!chip) return;
    const list = document.querySelector(`[data-formset="${chip.parentElement.dataset.suggestInto}"]`);
    const blank = [...list.querySelectorAll("[data-formset-row]:not([hidden])")].find(isBlank);
    if (!blank) list.querySelector("[data-formset-add]").click();
    const row = blank || list.querySelector("[data-formset-rows]").lastElementChild;
    const kind = row.querySelector("select[name$='-kind']");
    kind.value = chip.dataset.suggest;
    kind.dispatchEvent(new Event("change", { bubbles: true }));
    row.querySelector("input[name$='-content']").focus();
  });

  function isBlank(row) {
    return [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), select, textarea")]
      .every((field) => !field.value);
  }

  /* The part of the plan one is in is marked in the list of parts. */
  const links = [...document.querySelectorAll(".editor-nav a")];
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links) link.toggleAttribute("aria-current", link.hash === `#${entry.target.id}`);
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  const watch = () => { for (const link of links) { const part = document.querySelector(link.hash); if (part) seen.observe(part); } };
  document.addEventListener("htmx:after:swap", watch);
  watch();
})();
