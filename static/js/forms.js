/* Forms that keep what was typed, and formsets that grow. Everything works without this file too. */
"use strict";

(() => {
  /* data-warn-unsaved: leaving with unsaved words asks once. An autosave that went through clears it. */
  const dirty = new Map(); // form -> number of changes since it was last saved

  function changed(event) {
    const form = event.target.closest?.("form[data-warn-unsaved]");
    if (form) dirty.set(form, (dirty.get(form) || 0) + 1);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) dirty.delete(event.target); });

  const sent = new WeakMap(); // request -> number of changes it carries
  const formOf = (ctx) => ctx?.sourceElement?.closest("form[data-warn-unsaved]");
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = formOf(ctx);
    if (form) sent.set(ctx, dirty.get(form));
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const form = formOf(ctx);
    if (form && ctx.response?.raw?.ok && sent.get(ctx) === dirty.get(form)) dirty.delete(form);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty.keys()) if (form.isConnected) event.preventDefault();
  });

  /* Formsets: [data-formset] holds the management form, [data-formset-rows], a <template data-formset-blank> of the
     empty form (or names one that lists share by its id: data-formset-from), and a button [data-formset-add]. A row may hold buttons [data-formset-remove|up|down]. */
  const inputNamed = (root, end) => root.querySelector(`input[name$="-${end}"]`);
  const rowsOf = (set) => [...set.querySelectorAll("[data-formset-row]")].filter((row) => !row.hidden);

  function add(set) {
    const total = inputNamed(set, "TOTAL_FORMS");
    const blank = set.querySelector("template[data-formset-blank]") || document.getElementById(set.dataset.formsetFrom);
    const holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML.replaceAll("__list__", set.dataset.formset).replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    set.querySelector("[data-formset-rows]").append(row);
    total.value = Number(total.value) + 1;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    after(set, "added");
  }

  /** A removed row stays in the form, marked for deletion, so that the numbers of the others hold. */
  function remove(set, row) {
    const next = rowsOf(set)[rowsOf(set).indexOf(row) + 1] || set.querySelector("[data-formset-add]");
    const mark = inputNamed(row, "DELETE");
    if (!mark) return;
    mark.checked = true;
    mark.value = "on";
    row.hidden = true;
    (next.querySelector?.("input:not([type=hidden]), select, textarea") || next).focus();
    after(set, "removed");
  }

  function move(set, row, step, button) {
    const rows = rowsOf(set);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    button.focus();
    after(set, "moved");
  }

  function after(set, said) {
    const rows = rowsOf(set);
    const words = set.dataset[said] || set.closest("form")?.dataset[said];
    rows.forEach((row, index) => {
      const order = inputNamed(row, "ORDER");
      if (order) order.value = index + 1;
      for (const label of row.querySelectorAll("[data-formset-number]")) label.textContent = index + 1;
    });
    const most = Number(inputNamed(set, "MAX_NUM_FORMS")?.value || 1000);
    set.querySelector("[data-formset-add]").hidden = rows.length >= most;
    set.dispatchEvent(new Event("change", { bubbles: true }));
    window.pipcases?.announce(words);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-formset-add], [data-formset-remove], [data-formset-up], [data-formset-down]");
    const set = button?.closest("[data-formset]");
    if (!set) return;
    event.preventDefault();
    const row = button.closest("[data-formset-row]");
    if (button.matches("[data-formset-add]")) add(set);
    else if (button.matches("[data-formset-remove]")) remove(set, row);
    else move(set, row, button.matches("[data-formset-up]") ? -1 : 1, button);
  });
})();
