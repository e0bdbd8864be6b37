// Tells of new comments, and how long one was written. The thread reads and works without this file.
(() => {
  const $ = (what, where = document) => where.querySelector(what), bar = $("[data-talk]"), form = $(".say");
  let began;
  addEventListener("live", ({ detail }) => detail.addEventListener("story_talk", ({ data }) => {
    if (bar && JSON.parse(data).story == bar.dataset.talk) bar.hidden = false;
  }));
  bar?.addEventListener("click", async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    $(".thread").replaceWith($(".thread", page));
    bar.hidden = true;
  });
  form?.addEventListener("focusin", () => { began ??= Date.now(); });
  form?.addEventListener("submit", () => { form.took.value = (Date.now() - began) / 1000; });
})();
