// A device for everybody: without a touch for a while it warns, then closes what is open.
const warning = document.querySelector("[data-kiosk]");
if (warning) {
  const [close, stay] = warning.querySelectorAll("a, button");
  let quiet;
  const wait = () => {
    clearTimeout(quiet);
    warning.hidden = true;
    quiet = setTimeout(() => {
      warning.hidden = false;
      stay.focus();
      quiet = setTimeout(() => location.replace(close.href), 30000);
    }, 150000);
  };
  ["pointerdown", "keydown", "scroll"].forEach((kind) => addEventListener(kind, wait, { passive: true }));
  wait();
}
