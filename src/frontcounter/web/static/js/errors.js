// Moves the focus to the list of errors, and from one of its links to the field itself.
const summary = document.querySelector("[data-module=govuk-error-summary]");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    const top = field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    event.preventDefault();
    (top ?? field).scrollIntoView();
    const input = field.matches("input,select,textarea,button,a") ? field : field.querySelector("input,select,textarea");
    input?.focus({ preventScroll: true });
  });
}
