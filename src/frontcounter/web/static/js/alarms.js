// Look every twenty seconds whether something urgent rings; never takes away what is being written.
const region = document.querySelector("[data-alarms]");
let known = Number(region.dataset.known);
const say = region.querySelector("[data-alarms-new]");
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(region.dataset.alarms, { headers: { "X-Asks-By-Itself": "1" }, credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const count = Number(await answer.text());
    if (count > known) say.hidden = false;
    if (count === 0) say.hidden = true;
    known = count;
  } catch {
    // The network is away for a moment; the next look finds it.
  }
}, 20000);
