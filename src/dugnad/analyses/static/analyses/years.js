/* A slider beside the years, for whoever has a script: it follows the same links. */
(() => {
  const links = () => [...document.querySelectorAll("[data-years] a")];
  const place = () => {
    const years = document.querySelector("[data-years]");
    if (!years || years.nextElementSibling?.type === "range" || links().length < 2) return;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: links().length - 1, step: 1 });
    slider.value = links().findIndex((link) => link.hasAttribute("aria-current"));
    slider.setAttribute("aria-label", years.getAttribute("aria-label"));
    slider.setAttribute("aria-valuetext", links()[slider.value]?.textContent ?? "");
    slider.addEventListener("change", () => {
      refocus = true;
      links()[slider.value].click();
    });
    years.after(slider);
    if (refocus) slider.focus();
    refocus = false;
  };
  let refocus = false;
  document.addEventListener("DOMContentLoaded", place);
  document.addEventListener("htmx:afterSettle", place);
})();
