// Keys for the queue, and its length as it changes. Everything works by hand without this file.
(() => {
  document.documentElement.classList.add("js");
  const rows = [...document.querySelectorAll(".queue li")], count = document.querySelector("[data-waiting]");
  let at = -1;
  const go = (to) => {
    rows[at]?.removeAttribute("aria-current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at]?.setAttribute("aria-current", "true");
    rows[at]?.focus();
  };
  const box = () => rows[at]?.querySelector("input");
  const press = (key) => {
    const button = document.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    // Nothing chosen: the decision is about the one that is looked at.
    if (key !== "u" && !document.querySelector(".queue input:checked") && box()) box().checked = true;
    button.click();
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]),textarea,select")) return;
    // By the place of the key, so that a Ukrainian layout works too.
    const key = event.code.replace("Key", "").toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "x" && box()) box().checked = !box().checked;
    else if (key === "o") rows[at]?.querySelector("[data-open]").click();
    else if ("phru".includes(key) && key.length === 1) press(key);
    else return;
    event.preventDefault();
  });
  if (rows.length) go(0);
  if (count) setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(count.dataset.waiting).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const n = (await answer.json()).waiting;
    count.querySelector("b").textContent = n;
    document.title = document.title.replace(/^(\(\d+\) )?/, `(${n}) `);
  }, 15000);
})();
