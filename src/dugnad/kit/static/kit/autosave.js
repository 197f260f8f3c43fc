// Saves a form of several answers or points while somebody writes, and keeps what could not be sent. Without
// this file the Save button does it. What is saved by itself stands in an element with data-question.
{
  const form = document.querySelector("form[data-autosave]");
  if (form) {
    const WAIT = 1500; // milliseconds of rest before we save
    const RETRY = 8000;
    const PAUSE = 60000; // a link that has sent too much is counted by the minute
    const NEWS = 20000; // between two looks at what colleagues have saved
    const store = `reply:${form.action}`;
    const state = document.getElementById("saved-state");
    const skipped = new Set();
    const dirty = new Set();
    let timer = 0;
    let busy = false;
    let revision = Number(form.dataset.revision);

    const say = (text, tone) => {
      state.textContent = text;
      state.dataset.state = tone;
    };
    const questionOf = (element) => element.closest("[data-question]");
    const fieldsOf = (question) =>
      [...question.querySelectorAll("input, textarea, select")].filter((field) => field.name);

    // The answers that were touched, with the revision that the page showed of each.
    const touched = () => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const key of dirty) {
        if (skipped.has(key)) continue;
        const question = document.getElementById(`q-${key}`);
        for (const field of fieldsOf(question)) {
          if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
          data.append(field.name, field.value);
        }
      }
      return data;
    };

    // What is not sent yet lies on this machine, so that a lost line or a closed tab loses nothing.
    const keep = () => {
      const kept = {};
      for (const key of dirty) {
        const question = document.getElementById(`q-${key}`);
        kept[key] = fieldsOf(question)
          .filter((field) => field.type !== "radio" && field.type !== "checkbox" || field.checked)
          .map((field) => [field.name, field.value]);
      }
      try {
        if (dirty.size) localStorage.setItem(store, JSON.stringify(kept));
        else localStorage.removeItem(store);
      } catch { /* a full or forbidden store: the Save button still works */ }
    };

    const restore = () => {
      let kept = {};
      try {
        kept = JSON.parse(localStorage.getItem(store) ?? "{}");
      } catch { /* what cannot be read is not ours */ }
      for (const [key, values] of Object.entries(kept)) {
        const question = document.getElementById(`q-${key}`);
        if (!question) continue;
        const fields = fieldsOf(question);
        for (const field of fields) if (field.type === "radio" || field.type === "checkbox") field.checked = false;
        for (const [name, value] of values) {
          for (const field of fields.filter((field) => field.name === name)) {
            if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
            else field.value = value; // the revision too: it says what was seen when this was written
          }
        }
        dirty.add(key);
      }
      if (dirty.size) schedule(0);
    };

    const schedule = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };

    const save = async () => {
      const sent = [...dirty].filter((key) => !skipped.has(key));
      if (busy || !sent.length) return;
      busy = true;
      say(form.dataset.saving, "saving");
      const before = new Map(sent.map((key) => [key, written(key)]));
      try {
        const response = await fetch(form.dataset.autosave, {
          method: "POST",
          body: touched(),
          headers: { Accept: "application/json" },
          redirect: "manual",
        });
        if (response.type === "opaqueredirect" || response.status === 403 || response.status === 404) {
          say(form.dataset.signedOut, "failed");
          return;
        }
        const report = await response.json();
        if (response.status === 429) schedule(PAUSE);
        if (report.message) say(report.message, "failed");
        else take(report, before);
      } catch {
        say(form.dataset.lost, "failed");
        schedule(RETRY);
      } finally {
        busy = false;
        keep();
      }
    };

    const written = (key) =>
      JSON.stringify(
        fieldsOf(document.getElementById(`q-${key}`))
          .filter((field) => !field.name.endsWith(".seen"))
          .map((field) => [field.name, field.value, field.checked]),
      );

    const take = (report, before) => {
      for (const [key, revision] of Object.entries(report.seen)) {
        const question = document.getElementById(`q-${key}`);
        if (question) form.elements[`${key}.seen`].value = revision;
      }
      const wrong = new Set(Object.keys(report.errors).map((name) => name.split(".")[0]));
      for (const [key, was] of before) {
        tell(key, Object.entries(report.errors).filter(([name]) => name.split(".")[0] === key));
        if (!wrong.has(key) && !(key in report.conflicts) && written(key) === was) dirty.delete(key);
      }
      for (const [key, clash] of Object.entries(report.conflicts)) show(key, clash);
      say(report.unsaved || report.saved, report.unsaved ? "failed" : "saved");
      const progress = document.querySelector("[data-answered]");
      if (progress) progress.textContent = report.answered;
      const asked = document.querySelector("[data-asked]");
      if (asked) asked.textContent = report.asked;
      if ([...dirty].some((key) => !skipped.has(key) && !wrong.has(key))) schedule(WAIT);
    };

    // What is wrong with an answer stands under it.
    const tell = (key, errors) => {
      const question = document.getElementById(`q-${key}`);
      question.querySelectorAll(".field-error").forEach((line) => line.remove());
      for (const field of fieldsOf(question)) field.removeAttribute("aria-invalid");
      for (const [name, message] of errors) {
        const fields = fieldsOf(question).filter((field) => field.name === name);
        const line = document.createElement("p");
        line.className = "field-error";
        line.id = `told-${name}`;
        line.textContent = message;
        (fields[0]?.closest(".field") ?? question).append(line);
        for (const field of fields) {
          field.setAttribute("aria-invalid", "true");
          field.setAttribute("aria-describedby", line.id);
        }
      }
    };

    // Two texts: somebody must choose, and until then this answer is left alone.
    const show = (key, clash) => {
      skipped.add(key);
      const question = document.getElementById(`q-${key}`);
      question.querySelector(".clash")?.remove();
      const box = document.createElement("div");
      box.className = "notice clash";
      box.dataset.tone = "warning";
      box.setAttribute("role", "alert");
      const line = (text, strong) => {
        const p = document.createElement("p");
        p.textContent = text;
        if (strong) p.className = "strong";
        return p;
      };
      const button = (text, act) => {
        const element = document.createElement("button");
        element.type = "button";
        element.className = "ds-button";
        element.dataset.variant = "secondary";
        element.dataset.size = "sm";
        element.textContent = text;
        element.addEventListener("click", act);
        return element;
      };
      const row = document.createElement("div");
      row.className = "cluster";
      row.append(
        button(form.dataset.mine, () => {
          form.elements[`${key}.seen`].value = clash.revision;
          dirty.add(key);
          settle(key, box);
          keep();
          schedule(0);
        }),
        button(form.dataset.theirs, () => {
          dirty.delete(key);
          settle(key, box);
          keep();
          location.hash = `q-${key}`;
          location.reload();
        }),
      );
      box.append(line(clash.message, true), line(form.dataset.other), line(clash.theirs || "–"), row);
      question.append(box);
    };
    const settle = (key, box) => {
      skipped.delete(key);
      box.remove();
    };

    // A colleague may have saved while this page lay open: told before anybody has written in vain.
    const ask = async () => {
      if (busy || document.visibilityState !== "visible") return;
      try {
        const response = await fetch(`${form.dataset.news}?since=${revision}`, { redirect: "manual" });
        if (!response.ok || busy) return;
        const report = await response.json();
        revision = report.revision;
        for (const [key, news] of Object.entries(report.news)) {
          const seen = form.elements[`${key}.seen`];
          if (seen && news.revision > Number(seen.value)) show(key, news);
        }
      } catch { /* no line: the next look tells it */ }
    };
    setInterval(ask, NEWS);

    form.addEventListener("input", (event) => {
      const question = questionOf(event.target);
      if (!question) return;
      dirty.add(question.dataset.question);
      keep();
      schedule(WAIT);
    });
    addEventListener("online", () => schedule(0));
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
    // What is kept here stays until a save has answered: the line may break under the button too.
    form.addEventListener("submit", () => clearTimeout(timer));
    restore();
  }
}
