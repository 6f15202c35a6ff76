// Sends chosen files piece by piece, goes on where it stopped, and waits for a line that is lost.
// Without this script the files go with the page.
const told = document.querySelector("[data-upload]");
const form = document.getElementById("step");
const words = told?.dataset;
const queue = [];
let working = false;
let waiting = null;

const say = (key, name) => { told.textContent = words[key].replace("{name}", name ?? ""); };
const make = (tag, more) => Object.assign(document.createElement(tag), more);
const ask = async (path, body, more) => {
  const answer = await fetch(words.upload + path, {
    method: body === undefined ? "GET" : "POST", body, signal: AbortSignal.timeout(60000),
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...more },
  });
  const known = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, ...(known ? await answer.json() : {}) };
};
const pause = (wait) => new Promise((go) => {
  setTimeout(go, wait);
  addEventListener("online", () => setTimeout(go, 500), { once: true });
});
// Tries until there is an answer that is not the line's or the server's trouble, or the person stops.
const insist = async (task, work) => {
  for (let tries = 0; ; tries += 1) {
    if (task.stopped) throw new Error("stopped");
    try {
      const answer = await work();
      if (answer.status < 500 && answer.status !== 408) {
        if (tries) say("sending", task.file.name);
        return answer;
      }
    } catch { /* no line */ }
    if (tries === 1) say("lost", task.file.name);
    await pause(Math.min(500 * 2 ** tries, 20000) * (0.75 + Math.random() / 2));
  }
};
// The same file again: its name, its size, and what its two ends hold.
const mark = async (file) => {
  try {
    const ends = await new Blob([file.slice(0, 65536), file.slice(-65536)]).arrayBuffer();
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", ends));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return String(file.lastModified);
  }
};
const transfer = async (task) => {
  const { file, input, bar } = task;
  const what = new URLSearchParams({ page: words.page, field: input.name, name: file.name, size: file.size, mark: await mark(file) });
  let answer = await insist(task, () => ask("", what));
  if (answer.status !== 200) throw answer;
  const { id, part } = answer;
  let at = answer.offset;
  task.id = id;
  while (at < file.size) {
    bar.value = at / file.size;
    const piece = file.slice(at, at + part);
    const here = { "Upload-Offset": at, "Content-Type": "application/octet-stream" };
    answer = await insist(task, () => ask(`/${id}`, piece, here));
    if (answer.status !== 200 && answer.status !== 409) throw answer;
    at = answer.offset;
  }
  bar.removeAttribute("value");
  answer = await insist(task, () => ask(`/${id}/done`, ""));
  if (answer.status !== 200) throw answer;
  return answer.file;
};
const keep = (task, file) => {
  const row = task.list.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
  const remove = row.querySelector("button");
  row.querySelector("input").value = remove.value = file.id;
  row.querySelector("span").textContent = file.text;
  remove.lastElementChild.textContent = ` ${file.name}`;
  task.row.replaceWith(row);
  say("kept", file.name);
};
const run = async () => {
  if (working) return;
  working = true;
  for (let task = queue[0]; task; task = queue[0]) {
    say("sending", task.file.name);
    try {
      if (task.stopped) throw new Error("stopped");
      const file = await transfer(task);
      if (!task.stopped) keep(task, file);
    } catch (why) {
      if (!task.stopped) {
        say("failed", task.file.name);
        task.row.replaceChildren(make("strong", { className: "fc-wrong", textContent: why.error ?? told.textContent }));
      }
    }
    queue.shift();
  }
  working = false;
  if (waiting) form.requestSubmit(waiting.isConnected ? waiting : undefined);
};
const add = (file, input) => {
  const list = input.closest(".govuk-form-group").querySelector(".fc-files");
  const row = make("li", { textContent: file.name });
  const bar = make("progress", {});
  bar.setAttribute("aria-label", file.name);
  const stop = make("button", { type: "button", className: "govuk-button govuk-button--secondary fc-small", textContent: words.stop });
  const task = { file, input, list, row, bar };
  stop.append(make("span", { className: "govuk-visually-hidden", textContent: ` ${file.name}` }));
  stop.addEventListener("click", () => {
    task.stopped = true;
    row.remove();
    input.focus();
    say("stopped", file.name);
    if (task.id) ask(`/${task.id}/stop`, "").catch(() => {});
  });
  row.append(" ", bar, " ", stop);
  list.hidden = false;
  list.append(row);
  queue.push(task);
};
if (told && form && AbortSignal.timeout) {
  form.querySelectorAll("input[type=file]").forEach((input) => {
    const button = input.parentElement.querySelector(".fc-upload");
    if (button) button.hidden = true;
    input.addEventListener("change", () => {
      [...input.files].forEach((file) => add(file, input));
      input.value = "";
      run();
    });
  });
  // Continue, while something is still coming: it goes on by itself; pressed again, without it.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !working || waiting === event.submitter) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
    say("wait", queue[0].file.name);
  }, true);
}
