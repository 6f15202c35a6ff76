// Shows the fields below a radio button or checkbox only while it is chosen.
// Without this script all of them stand open.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
const kinds = ["radios", "checkboxes"];
const controls = (kind, root = document) => root.querySelectorAll(`.govuk-${kind}__input[data-aria-controls]`);
const sync = (kind, input) => {
  const part = document.getElementById(input.dataset.ariaControls);
  if (!part) return;
  part.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
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
