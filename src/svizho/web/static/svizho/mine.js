// What a reader follows, mutes and has seen, kept in this browser alone. Every page reads and works without this file.
(() => {
  const root = document.documentElement, all = (what) => document.querySelectorAll(what);
  const read = (key) => { try { return localStorage[key] ?? ""; } catch { return ""; } };
  const keep = (key, text) => { try { localStorage[key] = text; } catch { /* storage refused: this page only */ } };
  // The choice is a query of /my, so that the same address means the same thing with and without this file.
  const mine = new URLSearchParams(read("mine"));
  const save = () => { keep("mine", mine); lead(); };
  if (mine.get("size")) root.dataset.size = mine.get("size");

  const lead = () => all("a[data-mine]").forEach((link) => { link.search = mine; });

  const follow = () => all("[data-follow]").forEach((button) => {
    const [kind, value] = button.dataset.follow.split("=");
    const show = () => button.setAttribute("aria-pressed", mine.has(kind, value));
    button.addEventListener("click", () => {
      if (mine.has(kind, value)) mine.delete(kind, value); else mine.append(kind, value);
      save();
      show();
    });
    show();
  });

  // A story in nobody's language, or with a muted word at the beginning of a word of its headline, is not shown.
  const hide = () => {
    const words = mine.getAll("mute").join().split(/[,;\n]/).map((word) => word.trim()).filter((word) => word.length > 1);
    const muted = words.length && new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})`, "iu");
    const tongues = mine.getAll("lang");
    all("[data-langs]").forEach((item) => {
      const spoken = item.dataset.langs.split(" "), title = (item.querySelector("h2 a,h3 a") ?? item.querySelector("a"))?.textContent.replaceAll("\u00a0", " ");
      const strange = tongues.length && !spoken.some((code) => tongues.includes(code));
      if (strange || muted && muted.test(title)) (item.closest("li") ?? item).hidden = true;
    });
  };

  // A visit ends after half an hour away; what came after the one before is new to the reader.
  const since = () => {
    const now = Date.now(), [last, before] = read("seen").split("|").map(Number), news = document.querySelector(".news");
    const from = now - last > 18e5 ? last : before || 0, fresh = new Set();
    keep("seen", `${now}|${from}`);
    if (!from || !news?.dataset.since) return;
    all("main [data-langs]").forEach((item) => {
      const time = (item.querySelector(".meta time") ?? item.querySelector("time"))?.dateTime;
      if (!time || Date.parse(time) <= from || item.hidden) return;
      item.classList.add("new");
      fresh.add(item.querySelector("a").href);
    });
    if (!fresh.size || news.childNodes.length) return;
    const words = news.dataset.since.replace("{n}", fresh.size);
    news.append(words.replace("{when}", new Date(from).toLocaleString(root.lang, { weekday: "short", hour: "2-digit", minute: "2-digit" })));
  };

  const form = () => {
    const choice = document.querySelector("[data-mine-form]");
    if (!choice) return;
    choice.elements.size.value = mine.get("size") ?? "";
    if (!location.search && mine.size) location.replace(`?${mine}`);
    const forget = () => [...mine.keys()].forEach((key) => mine.delete(key));
    choice.addEventListener("submit", () => {
      forget();
      new FormData(choice).forEach((value, key) => { if (value) mine.append(key, value); });
      save();
    });
    document.querySelector("[data-mine-clear]").addEventListener("click", () => {
      forget();
      save();
      location.assign(location.pathname);
    });
  };

  addEventListener("DOMContentLoaded", () => { lead(); follow(); hide(); since(); form(); });
})();
