// Shows the fields below a radio button or checkbox only while it is chosen.
// Without this script all of them stand open.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
const kinds = ["radios", "checkboxes"];
const controls = (kind, root = document) => root.querySelectorAll(`.govuk-${kind}__input[data-aria-controls]`);
// One choice may show several parts, and one part may belong to several choices.
const parts = (input) => input.dataset.ariaControls.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
const sync = (kind, input) => {
  const mine = parts(input);
  if (!mine.length) return;
  // ARIA has this state for a checkbox, not for a radio button.
  if (kind === "checkboxes") input.setAttribute("aria-expanded", String(input.checked));
  const open = new Set([...controls(kind)].filter((other) => other.checked).flatMap(parts));
  mine.forEach((part) => part.classList.toggle(`govuk-${kind}__conditional--hidden`, !open.has(part)));
};
const syncAll = () => kinds.forEach((kind) => controls(kind).forEach((input) => sync(kind, input)));
syncAll();
addEventListener("pageshow", syncAll);
document.addEventListener("change", ({ target }) => {
  if (target.type === "radio") controls("radios").forEach((input) => sync("radios", input));
  if (target.type !== "checkbox") return;
  const group = target.closest("[data-module=govuk-checkboxes]");
  if (group && target.checked) {
    // "None of these" and the others put each other out.
    const alone = target.dataset.behaviour === "exclusive";
    group.querySelectorAll("input[type=checkbox]").forEach((other) => {
      if (other !== target && other.name === target.name && (alone || other.dataset.behaviour === "exclusive")) other.checked = false;
    });
  }
  controls("checkboxes").forEach((input) => sync("checkboxes", input));
});
