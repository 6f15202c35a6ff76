// Keys for reviewing a report. Off until a person switches them on, in this browser, for themselves.
const box = document.getElementById("keys");
const on = document.getElementById("keys-on");
if (box && on) {
  const kept = `fc-keys-${box.dataset.fcKeys}`;
  const read = () => { try { return localStorage.getItem(kept) === "on"; } catch { return false; } };
  const heads = () => [...document.querySelectorAll(".fc-cols h2")];
  let at = -1;
  const go = (step) => {
    const all = heads();
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const head = all[at];
    if (!head) { return; }
    head.tabIndex = -1;
    head.focus();
    head.scrollIntoView({ block: "center" });
  };
  const press = (name) => {
    const found = document.querySelector(`[data-key="${name}"]`);
    if (found) { found.click(); }
  };
  const edit = () => {
    const row = document.activeElement && document.activeElement.closest("[id^=q-]");
    const section = document.activeElement && document.activeElement.closest("section");
    const link = [row, section, document].map((one) => one && one.querySelector(".fc-rows .fc-edit")).find(Boolean);
    if (link) { link.click(); }
  };
  const help = () => {
    box.open = true;
    box.querySelector("summary").focus();
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    e: edit,
    "?": help,
  };
  for (const name of "hrnactg") { keys[name] = () => press(name); }
  box.hidden = false;
  on.checked = read();
  on.addEventListener("change", () => {
    try { localStorage.setItem(kept, on.checked ? "on" : "off"); } catch { /* kept for this page only */ }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!on.checked || typing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const does = keys[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  });
}
