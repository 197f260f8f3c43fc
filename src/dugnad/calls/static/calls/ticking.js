// Ticks many at once in the chase list without asking the server; without this file the links do it.
{
  const form = document.querySelector("form[data-ticking]");
  form?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-tick]");
    if (!link) return;
    event.preventDefault();
    for (const box of form.querySelectorAll("[data-tick-in]")) {
      box.checked = box.dataset.tickIn.split(" ").includes(link.dataset.tick);
    }
    for (const other of form.querySelectorAll("a[data-tick]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}
