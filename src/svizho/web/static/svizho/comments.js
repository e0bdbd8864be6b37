// Tells of new comments, and how long one was written. The thread reads and works without this file.
(() => {
  const $ = (what, where = document) => where.querySelector(what), bar = $("[data-talk]"), form = $(".say");
  let began;
  addEventListener("live", ({ detail }) => detail.addEventListener("story_talk", ({ data }) => {
    if (bar && JSON.parse(data).story == bar.dataset.talk) bar.hidden = false;
  }));
  bar?.addEventListener("click", () => {
    // The browser itself reads the page: no text of ours becomes markup (trusted types).
    const asked = new XMLHttpRequest();
    asked.open("GET", location.pathname);
    asked.responseType = "document";
    asked.onload = () => {
      $(".thread").replaceWith($(".thread", asked.response));
      bar.hidden = true;
    };
    asked.send();
  });
  form?.addEventListener("focusin", () => { began ??= Date.now(); });
  form?.addEventListener("submit", () => { form.took.value = (Date.now() - began) / 1000; });
})();
