// Hides what is not asked, as the answers that it hangs on change. Without this file the page says who should answer.
{
  const conditional = [...document.querySelectorAll("[data-only-if]")];
  const inputsOf = (key) => {
    const question = document.getElementById(`q-${key}`);
    return question ? [...question.querySelectorAll(`input[name="${key}"], select[name="${key}"]`)] : [];
  };
  const chosenIn = (key) =>
    inputsOf(key).filter((input) => (input.matches("select") ? input.value : input.checked));
  const labelOf = (input) =>
    (input.matches("select") ? input.selectedOptions[0].label : input.labels[0]?.textContent ?? "").trim();

  const isAsked = (question) => {
    const { onlyIf, onlyIfChoices } = question.dataset;
    if (!onlyIf) return true;
    const before = document.getElementById(`q-${onlyIf}`);
    if (!before) return true; // it stands on another page: the sentence tells who should answer
    const wanted = onlyIfChoices.split(" ");
    return isAsked(before) && chosenIn(onlyIf).some((input) => wanted.includes(input.value));
  };

  const show = () => {
    for (const question of conditional) {
      const before = document.getElementById(`q-${question.dataset.onlyIf}`);
      if (!before) continue;
      const asked = isAsked(question);
      const said = question.querySelector("[data-not-asked]");
      const chosen = chosenIn(question.dataset.onlyIf);
      question.querySelector("[data-condition]").hidden = true;
      if (said && !asked && chosen.length) {
        // What follows from what the member is stays visible, with the reason and the way to change it.
        said.querySelector("[data-because]").textContent = chosen.map(labelOf).join("; ");
        said.hidden = question.hidden = false;
        question.dataset.apart = "";
      } else {
        if (said) said.hidden = true;
        delete question.dataset.apart;
        question.hidden = !asked;
      }
    }
  };
  document.addEventListener("change", show);
  show();
}
