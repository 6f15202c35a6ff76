// Where it happened: the position of the device, and a pin on the map. Both only fill in hidden
// boxes; the page works without them.
const box = document.querySelector("[data-pin]");
if (box && navigator.geolocation) {
  const device = box.querySelector("[data-device]");
  const said = box.querySelector("[data-said]");
  const unpin = box.querySelector("[data-unpin]");
  const put = (values) => Object.entries(values).forEach(([part, value]) => {
    const input = box.querySelector(`input[name$=".${part}"]`);
    if (input) input.value = value;
  });
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  if (device) {
    device.hidden = false;
    device.addEventListener("click", () => {
      device.disabled = true;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        device.disabled = false;
        put({ lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6), metres: Math.ceil(coords.accuracy), how: "device", near: "", picked: "" });
        say(`${said.dataset.said} (± ${Math.ceil(coords.accuracy)} m)`);
        unpin.hidden = false;
      }, () => {
        device.disabled = false;
        say(device.dataset.failed);
      }, { enableHighAccuracy: true, timeout: 20000 });
    });
  }
}

const frame = document.querySelector("[data-map]");
if (frame) {
  const map = frame.querySelector("svg");
  const form = frame.closest("form");
  const told = document.querySelector("[data-mapsaid]");
  const use = document.querySelector("[data-usepin]");
  const { west, north, across, down, metres } = Object.fromEntries(Object.entries(map.dataset).map(([k, v]) => [k, Number(v)]));
  const view = map.viewBox.baseVal;
  const whole = { x: view.x, y: view.y, width: view.width, height: view.height };
  const names = [...map.querySelectorAll("text[data-x]")].map((text) => ({ x: +text.dataset.x, y: +text.dataset.y, name: text.textContent }));
  const make = (tag, attributes, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return parent.appendChild(made);
  };
  const pin = make("g", { class: "fc-map__pin" }, map);
  make("path", { d: "M0 0c-2-7-7-9-7-14a7 7 0 1 1 14 0c0 5-5 7-7 14z" }, pin);
  make("circle", { cy: -14, r: 2.5 }, pin);
  pin.style.display = "none";
  let at = null;
  const size = () => view.width / whole.width;
  const draw = () => at && pin.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${size()})`);
  const set = (x, y) => {
    at = { x: Math.min(whole.width, Math.max(0, x)), y: Math.min(whole.height, Math.max(0, y)) };
    pin.style.display = "";
    draw();
    form.elements.lat.value = (north - at.y * down).toFixed(6);
    form.elements.lon.value = (west + at.x * across).toFixed(6);
    form.elements.metres.value = Math.ceil(metres * 4 * size());
    const near = names.map((one) => ({ ...one, far: Math.hypot(one.x - at.x, one.y - at.y) })).sort((a, b) => a.far - b.far)[0];
    told.textContent = near && near.far * metres < 4000 ? told.dataset.near.replace("%", near.name) : told.dataset.set;
    use.hidden = false;
  };
  const zoom = (by, x, y) => {
    const width = Math.min(whole.width, Math.max(whole.width / 16, view.width * by));
    const height = width * whole.height / whole.width;
    view.x = Math.min(whole.width - width, Math.max(0, x - width / 2));
    view.y = Math.min(whole.height - height, Math.max(0, y - height / 2));
    view.width = width;
    view.height = height;
    // Names and dots keep their size on the screen.
    map.querySelectorAll("text").forEach((text) => { text.style.fontSize = `${12.5 * size()}px`; text.style.strokeWidth = `${3 * size()}px`; });
    map.querySelectorAll(":scope > circle").forEach((dot) => dot.setAttribute("r", 2.5 * size()));
    draw();
  };
  const middle = () => at ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  document.querySelectorAll("[data-mapjs]").forEach((part) => { part.hidden = false; });
  map.addEventListener("click", (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    set(place.x, place.y);
  });
  map.setAttribute("tabindex", "0");
  map.setAttribute("role", "application");
  map.setAttribute("aria-label", frame.dataset.map);
  map.removeAttribute("aria-hidden");
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 0.5 : 2, middle().x, middle().y);
    if (event.key === "Enter" && at) use.focus();
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    const far = step && at ? (event.shiftKey ? 1 : 8) * size() : 0;
    const from = middle();
    if (step) set(from.x + step[0] * far, from.y + step[1] * far);
  });
  frame.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => zoom(Number(button.dataset.zoom), middle().x, middle().y)));
}
