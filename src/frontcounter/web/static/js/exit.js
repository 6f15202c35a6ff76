// Leave quickly: the page goes blank at once, and what opens takes its place in the history.
const exit = document.querySelector("[data-exit]");
if (exit) {
  const status = exit.nextElementSibling;
  const leave = (event) => {
    event?.preventDefault();
    document.body.hidden = true;
    document.title = "";
    location.replace(exit.href);
  };
  let pressed = 0;
  let forget;
  exit.addEventListener("click", leave);
  document.addEventListener("keyup", (event) => {
    clearTimeout(forget);
    pressed = event.key === "Shift" ? pressed + 1 : 0;
    if (pressed === 3) return leave();
    status.textContent = ["", exit.dataset.once, exit.dataset.twice][pressed];
    forget = setTimeout(() => { pressed = 0; status.textContent = ""; }, 5000);
  });
}
