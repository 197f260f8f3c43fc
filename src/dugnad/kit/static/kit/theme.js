// The reader's choice of light or dark, before the page is drawn; without a choice the system decides.
{
  const chosen = () => {
    try {
      return localStorage.getItem("scheme");
    } catch {
      return null;
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  if (chosen()) root.dataset.colorScheme = chosen();
  const isDark = () => (root.dataset.colorScheme === "auto" ? dark.matches : root.dataset.colorScheme === "dark");

  const show = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.querySelector('[data-when="light"]').hidden = isDark();
      button.querySelector('[data-when="dark"]').hidden = !isDark();
    }
  };
  addEventListener("DOMContentLoaded", show);
  dark.addEventListener("change", show);
  // Paper is white.
  let onScreen = root.dataset.colorScheme;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.colorScheme;
    root.dataset.colorScheme = "light";
  });
  addEventListener("afterprint", () => {
    root.dataset.colorScheme = onScreen;
  });
  addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    root.dataset.colorScheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("scheme", root.dataset.colorScheme);
    } catch {
      // A browser that keeps nothing forgets the choice with the page.
    }
    show();
    dispatchEvent(new CustomEvent("schemechange"));
  });
}
