// Theme, ages that count on, what is new. Every page works without this.
(() => {
  const root = document.documentElement, $ = (what) => document.querySelector(what);
  root.classList.add("js");
  try { if (localStorage.theme) root.dataset.theme = localStorage.theme; } catch { /* storage refused: the system's choice stays */ }

  const theme = () => $("[data-theme-switch]")?.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.theme = root.dataset.theme; } catch { /* lasts for this page only */ }
  });

  // Times count on in place; from half a day on the server's words name the clock, so they are left alone.
  const ages = ([now, seconds, minutes, hours]) => {
    const tell = (time) => {
      const s = Math.max(0, (Date.now() - Date.parse(time.dateTime)) / 1000), fresh = time.className === "fresh";
      if (s > 43200) return;
      const [words, n] = s < 60 ? [fresh ? seconds : now, s] : s < 3600 ? [minutes, s / 60] : [hours, s / 3600];
      const text = words.replace("%", Math.floor(n)).replaceAll(" ", "\u00a0");
      if (time.textContent !== text) time.textContent = text;
      if (!fresh) time.className = `age age--${s < 600 ? "now" : s < 3600 ? "hour" : "old"}`;
    };
    const each = (what) => () => { if (!document.hidden) document.querySelectorAll(what).forEach(tell); };
    setInterval(each(".fresh"), 1000);
    setInterval(each(".age[datetime]"), 15000);
  };

  // Counts what came since the page was made and says so in the quiet bar; moves nothing, loads nothing.
  // A hidden page lets go of its stream (browsers allow six to a site) and catches up when it is seen again.
  const live = ({ after, section, story, forms }) => {
    const words = JSON.parse(forms), rules = new Intl.PluralRules(root.lang), title = document.title, seen = new Set();
    let last = after, wait = 1000, many = false, source, timer;
    const tell = () => {
      const n = many ? 99 : seen.size, count = many ? "99+" : n, dot = document.createElement("span");
      const [short, noun] = (words[rules.select(n)] ?? words.other).replace("%", count).split("|");
      const link = document.createElement("a"), rest = document.createElement("i");
      dot.className = "age age--now";
      rest.textContent = noun;
      link.href = location.pathname + location.search;
      link.append(dot, `${short} `, rest);
      $(".news").replaceChildren(link);
      document.title = `(${count}) ${title}`;
    };
    const hear = ({ type, data, lastEventId }) => {
      const fresh = $("time.fresh");
      last = lastEventId || last;
      if (type === "many") many = true;
      else seen.add(JSON.parse(data)[story ? "article" : "story"]);
      if (fresh) fresh.dateTime = new Date().toISOString();
      tell();
    };
    const close = () => { clearTimeout(timer); source?.close(); };
    const open = () => {
      close();
      if (document.hidden) return;
      source = new EventSource(`/live?${new URLSearchParams({ after: last, ...(story ? { story } : section ? { section } : {}) })}`);
      source.onopen = () => { wait = 1000; };
      source.onerror = () => {
        close();
        timer = setTimeout(open, wait * (0.5 + Math.random()));
        wait = Math.min(wait * 2, 60000);
      };
      source.addEventListener(story ? "story_grew" : "story_new", hear);
      source.addEventListener("many", hear);
      dispatchEvent(new CustomEvent("live", { detail: source }));
    };
    document.addEventListener("visibilitychange", open);
    addEventListener("pagehide", close);
    addEventListener("pageshow", open);
  };

  addEventListener("DOMContentLoaded", () => {
    const facts = document.body.dataset, again = $("[data-again]")?.dataset.again;
    theme();
    if (facts.ago) ages(facts.ago.split("|"));
    if (again) setTimeout(() => location.reload(), again * 1000);
    else if (facts.forms) live(facts);
    // The one script address that this site may ever make up: nothing else passes the content policy.
    const own = window.trustedTypes?.createPolicy("own", { createScriptURL: () => "/sw.js" });
    navigator.serviceWorker?.register(own?.createScriptURL("") ?? "/sw.js");
  });
})();
