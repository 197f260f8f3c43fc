// Small comforts. Every page works without this file.
{
  // Filters answer at once; their button stays for those who want it.
  addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // A panel closes when one clicks elsewhere or presses Escape.
  const closeOthers = (target) => {
    for (const panel of document.querySelectorAll("details[data-closes][open]")) {
      if (!panel.contains(target)) panel.open = false;
    }
  };
  addEventListener("click", (event) => closeOthers(event.target));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const panel = event.target.closest?.("details[data-closes][open]");
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

  // Ctrl+K goes to the search box. With a modifier, because a bare letter is what speech input types.
  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const box = document.querySelector(".site-search input");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Words and characters are counted as the server counts them (kit/text.py).
  const count = (text, unit) =>
    unit === "words" ? (text.match(/[\p{L}\p{N}_’'-]*[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu) ?? []).length : text.trim().length;
  const say = (template, figure) => template.replace("%d", figure.toLocaleString(document.documentElement.lang));
  const tell = (place) => {
    const field = document.getElementById(place.dataset.countOf);
    if (!field) return;
    const { count: unit, one, many, over, under } = place.dataset;
    const [min, max] = [Number(place.dataset.min), Number(place.dataset.max)];
    const figure = count(field.value, unit);
    const parts = [say(figure === 1 ? one : many, figure)];
    if (max && figure > max) parts.push(say(over, figure - max));
    else if (min && figure < min) parts.push(say(under, min - figure));
    place.textContent = parts.join(", ");
    place.dataset.state = max && figure > max ? "over" : "";
    place.hidden = false;
  };
  const tellAll = (root) => root.querySelectorAll("[data-count-of]").forEach(tell);
  addEventListener("input", (event) => {
    if (event.target.id) document.querySelectorAll(`[data-count-of="${CSS.escape(event.target.id)}"]`).forEach(tell);
  });

  // What is wrong is read first.
  const start = (root) => {
    tellAll(root);
    root.querySelector("[data-focus]")?.focus();
  };
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target));

  // A button copies the words that it names; where the browser cannot, there is no button.
  if (navigator.clipboard) for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
  addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.setAttribute("aria-live", "polite");
    button.firstChild.textContent = button.dataset.copied;
  });

  // Printing opens what is folded, because paper cannot be clicked.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details[data-print]:not([open])")) {
      fold.open = true;
      fold.dataset.folded = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-folded]")) fold.open = false;
  });
  addEventListener("click", (event) => {
    if (event.target.closest("[data-print-page]")) print();
  });
}
