// Sends a page of a report. If that fails the page stays as it is, and says so: nothing is sent
// again by itself. A form with chosen files, and whatever else the server answers, go the usual way.
const unsent = document.querySelector("[data-unsent]");
const sending = document.querySelector("[data-sending]");
const LIMIT = 20000;
let busy = false;
const fail = (form) => {
  delete form.dataset.sent;
  busy = false;
  unsent.hidden = false;
  unsent.focus();
};
const send = async (form, button) => {
  // An empty file field is no text.
  const data = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  if (button.name) data.push([button.name, button.value]);
  unsent.hidden = true;
  const slow = setTimeout(() => { sending.hidden = false; }, 1000);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(data), headers: { "FC-Send": "1" }, signal: AbortSignal.timeout(LIMIT),
    });
    const where = answer.headers.get("FC-Location");
    if (where) document.dispatchEvent(new Event("fc-sent"));
    if (where) return document.querySelector("[data-exit]") ? location.replace(where) : location.assign(where);
    if (answer.status >= 500) return fail(form);
    if (button.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  } catch {
    fail(form);
  } finally {
    clearTimeout(slow);
    sending.hidden = true;
  }
};
addEventListener("pageshow", () => { busy = false; });
if (unsent && window.AbortSignal?.timeout) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("send" in form.dataset)) return;
    // Only buttons that lead on: those that add or take away a line show the same page again.
    if (!event.submitter || !["", "_go"].includes(event.submitter.name)) return;
    if ([...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    send(form, event.submitter);
  });
}
