"use strict";

// The operators' console: reads /ops/stream and shows it. Whatever comes from there is put in as text, never as markup.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const POINTS = 180;
  const SILENT_MS = 3500;
  const GIVE_UP_MS = 6000;
  const RETRY_MS = 1000;
  const MOST_RETRY_MS = 5000;
  const PARTS = ["receive", "cache", "database", "bus", "other"];
  const TIERS = ["near", "far", "load"];

  const $ = (id) => document.getElementById(id);
  const history = new Map();
  let token = "";
  let lastEvent = 0;
  let lastAt = "";
  let broken = false;

  // Words and numbers.

  const known = (value) => typeof value === "number" && Number.isFinite(value);
  const fixed = (value, places) =>
    value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
  const count = (value) =>
    !known(value) ? "–" : value >= 1e5
      ? value.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 })
      : fixed(value, value > 0 && value < 10 && !Number.isInteger(value) ? 1 : 0);

  function duration(ms) {
    if (!known(ms)) return ["–", ""];
    if (ms < 1) return [fixed(ms * 1000, 0), "µs"];
    if (ms < 1000) return [fixed(ms, ms < 10 ? 1 : 0), "ms"];
    return ms < 60000 ? [fixed(ms / 1000, 1), "s"] : [age(ms / 1000), ""];
  }
  const took = (ms) => duration(ms).join(" ").trim();
  // The last bucket of the histograms has no end.
  const quantile = (ms) => (ms >= 10000 ? "> 10 s" : took(ms));

  function bytes(value) {
    if (!known(value)) return ["–", ""];
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return [fixed(value, unit > 0 && value < 10 ? 1 : 0), units[unit]];
  }
  const size = (value) => bytes(value).join(" ").trim();
  const percent = (share) => (known(share) ? fixed(share * 100, share > 0 && share < 1 ? 1 : 0) : "–");
  const percents = (share) => (known(share) ? percent(share) + " %" : "–");

  function age(seconds) {
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return s + " s";
    if (s < 3600) return Math.floor(s / 60) + " min " + (s % 60) + " s";
    if (s < 86400) return Math.floor(s / 3600) + " h " + Math.floor((s % 3600) / 60) + " min";
    return Math.floor(s / 86400) + " d " + Math.floor((s % 86400) / 3600) + " h";
  }
  const clock = (at) =>
    new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  // Elements.

  function text(element, value) {
    if (element.textContent !== value) element.textContent = value;
  }
  function attribute(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  function make(name, className, content) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (content !== undefined) element.textContent = content;
    return element;
  }
  function drawn(name, className) {
    const element = document.createElementNS(SVG, name);
    if (className) element.setAttribute("class", className);
    return element;
  }
  // Makes an element's children as many as there are items, and hands each pair on.
  function children(parent, items, create, update) {
    while (parent.children.length > items.length) parent.lastElementChild.remove();
    items.forEach((item, index) => {
      const child = parent.children[index] || parent.appendChild(create(item));
      update(child, item);
    });
  }

  // What a cell can be; each updates what it made before.
  const CELLS = {
    text: (cell, { value }) => text(cell, value),
    request: (cell, { method, route, note }) => {
      if (!cell.firstChild) cell.append(make("span", "method"), make("span"), make("span", "note"));
      text(cell.children[0], method);
      text(cell.children[1], route);
      text(cell.children[2], note || "");
    },
    statement: (cell, { name, sql }) => {
      if (!cell.firstChild) cell.append(make("span"), make("span", "sql"));
      text(cell.children[0], name);
      text(cell.children[1], sql);
      attribute(cell.children[1], "title", sql);
    },
    meter: (cell, { value, share }) => {
      if (!cell.firstChild) {
        const svg = drawn("svg", "meter");
        svg.setAttribute("aria-hidden", "true");
        svg.append(drawn("rect", "track"), drawn("rect", "used"));
        cell.append(make("span"), svg);
      }
      const used = known(share) ? Math.min(1, Math.max(0, share)) : 0;
      text(cell.children[0], value);
      attribute(cell.children[1].children[1], "width", (used * 100).toFixed(1) + "%");
      attribute(cell.children[1].children[1], "class", "used" + (used >= 0.9 ? " full" : used >= 0.75 ? " warn" : ""));
    },
    stack: (cell, { value, parts }) => {
      if (!cell.firstChild) {
        const svg = drawn("svg", "stack");
        svg.setAttribute("aria-hidden", "true");
        cell.append(svg, make("span", "note"));
      }
      stack(cell.children[0], parts);
      text(cell.children[1], value);
    },
    line: (cell, { value, points }) => {
      if (!cell.firstChild) {
        const svg = drawn("svg", "line");
        svg.setAttribute("aria-hidden", "true");
        cell.append(make("span"), svg);
      }
      text(cell.children[0], value || "");
      spark(cell.children[1], [points]);
    },
  };
  const plain = (value, className) => ({ kind: "text", value, className });
  const number = (value, className) => plain(value, className ? "n " + className : "n");

  // Fills a table; the first cell of a row is its header.
  function rows(body, items, cells, nothing) {
    const columns = body.parentElement.tHead.rows[0].cells.length;
    const none = items.length === 0;
    if ((body.dataset.none === "yes") !== none) body.replaceChildren();
    body.dataset.none = none ? "yes" : "no";
    if (none) {
      if (!body.firstChild) {
        const cell = make("td", "none");
        cell.colSpan = columns;
        body.insertRow().append(cell);
      }
      text(body.rows[0].cells[0], nothing);
      return;
    }
    children(body, items, () => document.createElement("tr"), (row, item) => {
      cells(item).forEach((cell, index) => {
        let element = row.cells[index];
        if (!element) {
          element = document.createElement(index === 0 ? "th" : "td");
          if (index === 0) element.scope = "row";
          row.append(element);
        }
        if ((cell.className || "") !== element.className) element.className = cell.className || "";
        CELLS[cell.kind](element, cell);
      });
    });
  }

  // Drawings.

  function stack(svg, parts) {
    let from = 0;
    children(svg, parts, () => drawn("rect"), (rect, { name, share }) => {
      attribute(rect, "class", name);
      attribute(rect, "x", (from * 100).toFixed(2) + "%");
      attribute(rect, "width", (share * 100).toFixed(2) + "%");
      from += share;
    });
  }

  // One line for each series, the first with an area below it; where nothing is known it is interrupted.
  function spark(svg, series, least) {
    const peak = Math.max(least || 0, ...series.flat().filter(known));
    const y = (value) => (peak > 0 ? 30 - (28 * value) / peak : 30).toFixed(1);
    attribute(svg, "viewBox", "0 0 " + (POINTS - 1) + " 32");
    attribute(svg, "preserveAspectRatio", "none");
    const paths = [{ name: "area", d: "" }];
    series.forEach((points, index) => {
      const start = POINTS - points.length;
      let line = "";
      let area = "";
      let from = -1;
      points.forEach((value, at) => {
        if (!known(value)) {
          from = -1;
          return;
        }
        const x = start + at;
        line += (from < 0 ? "M" : "L") + x + " " + y(value);
        if (from < 0) from = x;
        if (!known(points[at + 1])) {
          line += "L" + (x + 0.01) + " " + y(value);
          area += "M" + from + " 32" + points.slice(from - start, at + 1)
            .map((v, i) => "L" + (from + i) + " " + y(v)).join("") + "L" + x + " 32Z";
        }
      });
      if (index === 0) paths[0].d = area;
      paths.push({ name: index === 0 ? "" : "under", d: line });
    });
    children(svg, paths, () => drawn("path"), (path, { name, d }) => {
      attribute(path, "class", name);
      attribute(path, "d", d);
    });
  }

  function remember(name, value) {
    const points = history.get(name) || [];
    history.set(name, points);
    points.push(known(value) ? value : null);
    if (points.length > POINTS) points.shift();
    return points;
  }
  function peak(id, points, show) {
    const all = points.filter(known);
    text($(id), all.length > 1 ? "peak " + show(Math.max(...all)) : "");
  }

  // What is shown.

  function showHead(figures) {
    const health = figures.health;
    const words = { up: "ready", degraded: "degraded", down: "not ready" };
    text($("ready"), health ? words[health.status] || health.status : "…");
    $("ready").className = "badge " + (health ? (health.status === "up" ? "good" : health.status) : "");
    text($("up"), "up " + age(figures.upMs / 1000));
    const links = figures.links.filter((link) => known(link.port));
    children($("links"), links, () => make("li"), (item, link) => {
      if (!item.firstChild) item.append(make("a"));
      const target = new URL(link.path, location.origin);
      if (link.port > 0) target.port = String(link.port);
      text(item.firstChild, link.name);
      attribute(item.firstChild, "href", target.href);
    });
    rows($("checks"), health ? health.checks : [], (check) => [
      plain(check.name),
      plain(check.status, check.status === "up" ? "good" : check.status),
      plain(check.detail || "", "long"),
    ], "Asking…");
  }

  function showTraffic(http) {
    if (!http.counted) http.rate = http.refused = http.failed = null;
    const rate = remember("rate", http.rate);
    text($("rate"), count(http.rate));
    text($("rate-sub"), http.counted ? http.answered.toLocaleString("en") + " since the start" : "not counted");
    spark($("rate-spark"), [rate], 1);
    peak("rate-peak", rate, count);

    for (const name of ["p50", "p95", "p99"]) text($(name), quantile(http[name + "Ms"]));
    const slowest = remember("p99", http.p99Ms);
    spark($("latency-spark"), [slowest, remember("p50", http.p50Ms)]);
    peak("latency-peak", slowest, quantile);

    const failed = remember("failed", http.failed);
    text($("errors"), count(http.failed));
    text($("errors-sub"), "5xx; refused (4xx) " + count(http.refused) + "/s");
    spark($("errors-spark"), [failed, remember("refused", http.refused)], 1);
    peak("errors-peak", failed, count);
    $("errors").className = http.failed > 0 ? "bad-word" : "";

    rows($("routes"), http.routes, (route) => [
      { kind: "request", className: "long", method: route.method, route: route.route },
      number(count(route.rate)),
      number(quantile(route.p50Ms), "wide"),
      number(quantile(route.p95Ms), "wide"),
      number(quantile(route.p99Ms)),
      number(count(route.refused), "wide"),
      number(count(route.failed), route.failed > 0 ? "bad-word" : ""),
    ], http.counted ? "No request in the last 10 s." : "Not counted: observability.meters is off.");
    text($("routes-more"), http.leftOut > 0 ? "and " + http.leftOut + " more" : "");
  }

  function showCache(cache) {
    const memory = remember("hits", known(cache.load) ? 1 - cache.load : null);
    text($("hits"), percent(memory.at(-1)));
    text($("hits-sub"), count(cache.rate) + " reads/s");
    spark($("hits-spark"), [memory], 1);
    text($("coherent"), cache.coherent ? "coherent" : "not coherent");
    $("coherent").className = "badge " + (cache.coherent ? "good" : "warn");
    stack($("tiers-bar"), TIERS.filter((tier) => known(cache[tier])).map((name) => ({ name, share: cache[name] })));
    legend($("tiers"), TIERS.map((name) => ({ name, value: name + " " + percents(cache[name]) })));
    rows($("regions"), cache.regions, (region) => [
      plain(region.region),
      number(count(region.rate)),
      number(percents(region.near)),
      number(percents(region.far), "wide"),
      number(percents(region.load), "wide"),
      number(count(region.entries)),
      { kind: "meter", value: size(region.bytes), share: region.bytes / region.maxBytes },
    ], "No region is declared.");
  }

  function legend(list, items) {
    children(list, items, ({ name }) => {
      const item = make("li");
      const mark = drawn("svg");
      const rect = drawn("rect", name);
      rect.setAttribute("width", "100%");
      rect.setAttribute("height", "100%");
      mark.setAttribute("aria-hidden", "true");
      mark.append(rect);
      item.append(mark, make("span"));
      return item;
    }, (item, { value }) => text(item.lastChild, value));
  }

  function showProcess(figures) {
    const { loops, memory, pools } = figures;
    const lag = Math.max(...loops.map((loop) => loop.p99Ms).filter(known));
    const [value, unit] = duration(lag);
    text($("lag"), value);
    text($("lag-unit"), unit || "ms");
    const lags = remember("lag", lag);
    spark($("lag-spark"), [lags], 5);
    peak("lag-peak", lags, took);
    rows($("loops"), loops, (loop) => [
      plain(loop.loop),
      number(took(loop.p50Ms)),
      number(took(loop.p99Ms)),
      { kind: "line", points: remember("loop " + loop.loop, loop.p99Ms) },
    ], "No event loop is watched.");

    const { heap, direct } = memory;
    const [held, heldUnit] = bytes(heap.usedBytes);
    text($("heap"), held);
    text($("heap-unit"), heldUnit);
    text($("heap-sub"), "of " + size(heap.maxBytes) + " · " + size(memory.allocated) + "/s new");
    const heaps = remember("heap", heap.usedBytes);
    spark($("heap-spark"), [heaps], heap.maxBytes / 4);
    peak("heap-peak", heaps, size);
    const of = (name, part) => [name,
      { kind: "meter", value: size(part.usedBytes) + " of " + size(part.maxBytes), share: part.usedBytes / part.maxBytes }];
    rows($("memory"), [
      of("heap", heap),
      of("direct", direct),
      ["allocation", { kind: "line", value: size(memory.allocated) + "/s", points: remember("allocated", memory.allocated) }],
      ["garbage", plain(percents(memory.pausedShare) + " of the time, longest stop " + took(memory.longestRecentMs), "long")],
    ], ([name, cell]) => [plain(name), cell], "");

    rows($("pools"), pools, (pool) => [
      plain(pool.pool),
      { kind: "meter", value: count(pool.inFlight) + " of " + count(pool.limit), share: pool.inFlight / pool.limit },
    ], "No pool.");
  }

  function showOutbox(lanes) {
    const names = ["pending", "leased", "retrying", "dead"];
    children($("outbox"), lanes, () => {
      const lane = make("div");
      const list = make("dl");
      for (const name of names) {
        const pair = make("div");
        pair.append(make("dt", "", name), make("dd"));
        list.append(pair);
      }
      lane.append(list, make("p", "quiet"));
      return lane;
    }, (lane, figures) => {
      names.forEach((name, index) => {
        const value = lane.firstChild.children[index].lastChild;
        text(value, count(figures[name]));
        value.className = !figures[name] ? "zero" : name === "dead" ? "bad-word" : name === "retrying" ? "warn" : "";
      });
      const oldest = figures.oldestAgeSeconds;
      text(lane.lastChild, figures.lane + ": " + (!known(oldest) ? "not known, Postgres is away"
        : oldest > 0 ? "the oldest waits for " + age(oldest) : "nothing waits"));
    });
  }

  function showSlow(slow, queries) {
    text($("slow-from"), "from " + took(slow.slowFromMs) + ", worst of the last hour");
    rows($("slow"), slow.items, (item) => {
      const spent = item.spentMs || {};
      const sum = PARTS.reduce((all, part) => all + (spent[part] || 0), 0) || 1;
      const most = PARTS.reduce((one, other) => ((spent[other] || 0) > (spent[one] || 0) ? other : one));
      return [
        { kind: "request", className: "long", method: item.method, route: item.route, note: item.requestId },
        number(clock(item.at), "wide"),
        number(String(item.status), item.status >= 500 ? "wide bad-word" : "wide"),
        number(took(item.totalMs)),
        { kind: "stack", value: most + " " + took(spent[most]),
          parts: PARTS.map((name) => ({ name, share: (spent[name] || 0) / sum })) },
      ];
    }, "No request took that long.");
    legend($("parts"), PARTS.map((name) => ({ name, value: name })));
    rows($("queries"), queries.items, (item) => [
      { kind: "statement", className: "long", name: item.name, sql: item.text },
      number(count(item.calls), "wide"),
      number(count(item.slow), item.slow > 0 ? "warn" : ""),
      number(took(item.meanMs), "wide"),
      number(took(item.maxMs)),
    ], "No statement has run.");
  }

  const stateOfServer = { primary: "good", serving: "good", away: "down", fenced: "down" };

  function showReplicas(replicas) {
    rows($("replicas"), replicas, (replica) => [
      plain(replica.name, "long"),
      plain(replica.state, stateOfServer[replica.state] || "warn"),
      number(took(replica.lagMs)),
      number(size(replica.lagBytes), "wide"),
      number(count(replica.inFlight)),
    ], "None: every read goes to the primary.");
  }

  function show(figures) {
    if (broken) {
      for (const points of history.values()) points.push(null);
      broken = false;
    }
    lastEvent = performance.now();
    lastAt = figures.at;
    showHead(figures);
    showTraffic(figures.http);
    showCache(figures.cache);
    showProcess(figures);
    showOutbox(figures.outbox);
    showSlow(figures.slowRequests, figures.slowQueries);
    showReplicas(figures.replicas);
    state("live", "Live");
    document.title = count(figures.http.rate) + "/s · Peregrine console";
  }

  // Whether figures come.

  function state(name, words) {
    document.body.dataset.state = name;
    text($("state"), words);
    if (name !== "cut") text($("since"), "");
  }

  function lookAtClock() {
    const silent = performance.now() - lastEvent;
    if (!lastEvent || silent < SILENT_MS) return;
    broken = true;
    const now = document.body.dataset.state;
    if (now === "live") {
      state("cut", "No figures since " + clock(lastAt));
      document.title = "No figures · Peregrine console";
    }
    if (document.body.dataset.state === "cut") text($("since"), "for " + age(silent / 1000) + ", trying again");
  }

  // The stream.

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // Not an EventSource, which cannot send a token.
  async function listen() {
    const cut = new AbortController();
    let timer = setTimeout(() => cut.abort(), GIVE_UP_MS);
    try {
      const headers = { Accept: "text/event-stream" };
      if (token) headers.Authorization = "Bearer " + token;
      const answer = await fetch("/ops/stream", { headers, signal: cut.signal, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) {
        clearTimeout(timer);
        await askForToken(answer.status);
        return 0;
      }
      if (answer.status === 503) {
        state("full", "Too many consoles are open, or the node is stopping");
        return Math.min(10, Number(answer.headers.get("Retry-After")) || 2) * 1000;
      }
      if (!answer.ok) throw new Error("status " + answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let waiting = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return RETRY_MS;
        clearTimeout(timer);
        timer = setTimeout(() => cut.abort(), GIVE_UP_MS);
        const blocks = (waiting + value).split("\n\n");
        waiting = blocks.pop();
        try {
          blocks.forEach(take);
        } catch (failure) {
          console.error("These figures cannot be shown:", failure);
        }
      }
    } finally {
      clearTimeout(timer);
      cut.abort();
    }
  }

  function take(block) {
    const lines = block.split("\n");
    if (!lines.includes("event: figures")) return;
    show(JSON.parse(lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n")));
  }

  function askForToken(status) {
    state("token", "Waiting for a token");
    text($("why"), status === 403 ? "The token is good, but lacks the scope." : token
      ? "The token was not accepted." : "This node asks its callers who they are.");
    token = "";
    $("door").hidden = false;
    $("token").focus();
    return new Promise((done) => {
      $("door").addEventListener("submit", (event) => {
        event.preventDefault();
        token = $("token").value.trim();
        $("token").value = "";
        $("door").hidden = true;
        state("connecting", "Connecting");
        done();
      }, { once: true });
    });
  }

  async function follow() {
    let wait = RETRY_MS;
    for (;;) {
      const before = lastEvent;
      try {
        wait = await listen();
      } catch (failure) {
        wait = lastEvent === before ? Math.min(MOST_RETRY_MS, Math.max(RETRY_MS, wait * 1.5)) : RETRY_MS;
        if (!lastEvent) state("connecting", "The node does not answer, trying again");
      }
      await pause(wait);
    }
  }

  setInterval(lookAtClock, 500);
  follow();
})();
