// Counts of the navigation, asked for again every half minute while the page is looked at.
const box = document.querySelector("[data-counts]");
const links = new Map([...document.querySelectorAll(".fc-subnav a")].map((link) => [link.getAttribute("href"), link]));
const look = async () => {
  if (document.hidden) return;
  let counts;
  try {
    const answer = await fetch(box.dataset.counts, { credentials: "same-origin", redirect: "error" });
    ({ counts } = await answer.json());
  } catch {
    return;
  }
  Object.entries(counts).forEach(([href, told]) => {
    const link = links.get(href);
    const count = link?.querySelector(".fc-count");
    if (!count || count.textContent === told) return;
    const more = Number(told) > Number(count.textContent);
    count.textContent = told;
    if (more && link.getAttribute("aria-current")) box.textContent = box.dataset.new.replace("{n}", told);
  });
};
if (box) setInterval(look, 30000);
