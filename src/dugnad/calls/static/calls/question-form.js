// Shows of a question's form what its kind uses. Without this file the rest is folded.
{
  const form = document.querySelector("form[data-question-form]");
  if (form) {
    const kind = form.elements.kind;
    const show = () => {
      const used = (form.getAttribute(`data-kind-${kind.value}`) ?? "").split(" ");
      for (const group of form.querySelectorAll("[data-option]")) {
        const wanted = used.includes(group.dataset.option);
        group.hidden = !wanted && !group.querySelector(".has-error");
        if (wanted) group.open = true;
      }
    };
    kind.addEventListener("change", show);
    show();
  }
}
