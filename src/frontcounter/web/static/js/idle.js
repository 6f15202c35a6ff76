// Say before the session ends for want of use, and let one click or any typing keep it.
const box = document.querySelector("[data-idle]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
const WARN = 120;
const title = box.querySelector("h2");
const stay = box.querySelector("button");
let timer;
let asked = Date.now();
const plan = (left) => {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(left - WARN, 1) * 1000);
};
const ask = async (method) => {
  const body = method === "POST" ? new URLSearchParams({ csrfmiddlewaretoken: token.value }) : undefined;
  const answer = await fetch(box.dataset.idle, { method, body, credentials: "same-origin" });
  return (await answer.json()).left;
};
const over = () => {
  title.textContent = box.dataset.over;
  stay.textContent = box.dataset.close;
  if (!box.open) box.showModal();
  title.focus();
};
const look = async () => {
  let left = 0;
  try {
    left = await ask("GET");
  } catch {
    timer = setTimeout(look, 30000);
    return;
  }
  if (left === 0) return over();
  if (left > WARN + 10) {
    if (box.open) box.close();
    return plan(left);
  }
  if (!box.open) {
    box.showModal();
    title.focus();
  }
  timer = setTimeout(look, Math.min(left + 1, 30) * 1000);
};
const keep = async () => {
  asked = Date.now();
  try {
    const left = await ask("POST");
    if (left === 0) return over();
    if (box.open) box.close();
    plan(left);
  } catch {
    timer = setTimeout(look, 30000);
  }
};
stay.addEventListener("click", () => (title.textContent === box.dataset.over ? box.close() : keep()));
box.addEventListener("cancel", (event) => { event.preventDefault(); stay.click(); });
document.addEventListener("input", () => { if (Date.now() - asked > 120000) keep(); });
plan(Number(box.dataset.seconds));
