// Passkeys: asks the browser for one, or for a new one, and sends its answer with the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
const made = (credential) => {
  const { id, rawId, type, response, authenticatorAttachment } = credential;
  const told = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = text(response[name]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: told, clientExtensionResults: credential.getClientExtensionResults() };
};
const ask = async (form) => {
  const answer = await fetch(form.dataset.passkey, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  const { publicKey } = await answer.json();
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) {
    publicKey.user.id = bytes(publicKey.user.id);
    publicKey.excludeCredentials = keys(publicKey.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = keys(publicKey.allowCredentials);
  return navigator.credentials.get({ publicKey });
};
for (const form of document.querySelectorAll("[data-passkey]")) {
  const status = form.querySelector("[role=status]");
  const say = (what) => { status.textContent = form.dataset[what]; };
  let sent = false;
  form.hidden = false;
  if (!window.PublicKeyCredential || /^(\d+\.){3}\d+$|^\[/.test(location.hostname)) say("cannot");
  form.addEventListener("submit", async (event) => {
    if (sent) return;
    event.preventDefault();
    try {
      const credential = await ask(form);
      form.elements.credential.value = JSON.stringify(made(credential));
      sent = true;
      form.submit();
    } catch (problem) {
      say(problem.name === "InvalidStateError" ? "known" : problem.name === "SecurityError" ? "cannot" : "failed");
    }
  });
}
