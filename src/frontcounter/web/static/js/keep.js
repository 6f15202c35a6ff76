// Keeps what is typed on a page on the device, encrypted, until the page is sent: only for types
// that allow it, and only after a person has said that nobody else uses the device.
const keep = document.querySelector("[data-keep]");
const PLACE = "fc-kept";
const MONTH = 30 * 24 * 3600 * 1000;
const store = async (mode, act) => {
  const base = await new Promise((done, failed) => {
    const wish = indexedDB.open(PLACE, 1);
    wish.onupgradeneeded = () => wish.result.createObjectStore(PLACE);
    wish.onsuccess = () => done(wish.result);
    wish.onerror = () => failed(wish.error);
  });
  const wish = act(base.transaction(PLACE, mode).objectStore(PLACE));
  return new Promise((done, failed) => {
    wish.onsuccess = () => done(wish.result);
    wish.onerror = () => failed(wish.error);
  }).finally(() => base.close());
};
const get = (name) => store("readonly", (all) => all.get(name));
const put = (name, value) => store("readwrite", (all) => all.put(value, name));
if (document.querySelector("[data-wipe]")) indexedDB?.deleteDatabase(PLACE);
if (keep && window.crypto?.subtle && window.indexedDB) {
  const form = document.getElementById("step");
  const name = keep.dataset.keep;
  // The box is there only while it says something.
  const show = (part, on) => {
    keep.querySelector(part)?.toggleAttribute("hidden", !on);
    keep.hidden = [...keep.children].every((one) => one.hidden);
  };
  const controls = () => [...form.elements].filter((one) => one.name && !["hidden", "file", "submit"].includes(one.type));
  let on = false;
  let later;
  const forget = () => { clearTimeout(later); return on && store("readwrite", (all) => all.delete(name)); };
  const save = async () => {
    const key = await get("key");
    if (!on || !key) return;
    const values = controls().map((one) => [one.name, one.value, one.checked]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(values));
    await put(name, { iv, at: Date.now(), box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text) });
  };
  const restore = async (key) => {
    const found = await get(name);
    if (!found) return;
    if (Date.now() - found.at > MONTH) return forget();
    const box = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, key, found.box);
    const values = JSON.parse(new TextDecoder().decode(box));
    const here = controls();
    if (values.length !== here.length || values.some(([was], n) => was !== here[n].name)) return forget();
    values.forEach(([, value, checked], n) => {
      if (["radio", "checkbox"].includes(here[n].type)) here[n].checked = checked;
      else here[n].value = value;
      here[n].dispatchEvent(new Event("change", { bubbles: true }));
    });
    show("[data-restored]", true);
  };
  const start = () => { on = true; show("[data-ask]", false); show("[data-on]", true); };
  keep.addEventListener("click", async ({ target }) => {
    if (target.dataset.keepAnswer === "mine") {
      await put("key", await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
      start();
      save();
    } else if (target.dataset.keepAnswer) {
      on = false;
      indexedDB.deleteDatabase(PLACE);
      sessionStorage.setItem(PLACE, "no");
      ["[data-ask]", "[data-on]", "[data-restored]"].forEach((part) => show(part, false));
    }
  });
  form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(save, 700); });
  document.addEventListener("submit", (event) => { if (event.target === form && !event.defaultPrevented) forget(); });
  document.addEventListener("fc-sent", forget);
  // Asking whether something is kept may not leave a trace by itself.
  const known = indexedDB.databases ? indexedDB.databases().then((all) => all.some((one) => one.name === PLACE)) : Promise.resolve(false);
  known.then(async (is) => {
    const key = is && (await get("key"));
    if (key) { start(); restore(key); } else show("[data-ask]", !sessionStorage.getItem(PLACE));
  }).catch(() => {});
}
