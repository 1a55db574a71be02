/* A passkey answers what the page asks. [data-passkey] says which ceremony, "get" or "create"; in it stand the question
   as JSON, the hidden field for the answer, the button, and the words for a key that gave none. Without this file, or
   where the browser knows no keys, the piece stays hidden and the form asks for a password. */
"use strict";

(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (key) => ({ ...key, id: bytes(key.id) });

  /** The server's question, with bytes in place of their base64url. */
  function question(piece) {
    const { publicKey } = JSON.parse(piece.querySelector("script").textContent);
    const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (asked[list]) asked[list] = asked[list].map(withBytes);
    }
    if (asked.user) asked.user = withBytes(asked.user);
    return { publicKey: asked };
  }

  /** The key's answer as JSON, bytes as base64url. */
  function written(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    const { id, type } = credential;
    return JSON.stringify({
      id, type, rawId: text(credential.rawId), response, clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function use(piece, field, failed) {
    const form = field.form;
    failed.hidden = true;
    if (!form.reportValidity()) return;
    try {
      field.value = written(await navigator.credentials[piece.dataset.passkey](question(piece)));
    } catch {
      failed.hidden = false;
      window.pipcases?.announce(failed.textContent);
      return;
    }
    form.requestSubmit(form.querySelector("button:not([type=button])"));
  }

  for (const piece of document.querySelectorAll("[data-passkey]")) {
    const field = piece.querySelector("input[type=hidden]");
    const failed = piece.querySelector("[data-passkey-failed]");
    piece.hidden = false;
    piece.querySelector("[data-passkey-use]").addEventListener("click", () => use(piece, field, failed));
    if (piece.dataset.passkey === "create") field.form.addEventListener("submit", (event) => {
      if (field.value) return;
      event.preventDefault();
      use(piece, field, failed);
    });
  }
})();
