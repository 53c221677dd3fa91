// The board in the browser: draws what Python sends, sends back what the reader does. Nothing is computed here.

const make = (name, attributes = {}, ...inside) => {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") found.className = value;
    else if (key.startsWith("on")) found.addEventListener(key.slice(2), value);
    else found.setAttribute(key, value === true ? "" : value);
  }
  found.append(...inside.filter((each) => each !== null && each !== undefined));
  return found;
};

const PER_CENT = { share: 100 };
let serial = 0;
const REFRESH_MS = 150;

export function render({ model }) {
  const words = () => model.shell.words;
  const send = (what, more = {}) => model.send_msg({ do: what, ...more });
  const place = {};
  for (const name of ["trouble", "status", "verdicts", "differences", "weekly", "words", "checks"]) {
    place[name] = make("div", { class: name, "aria-live": name === "status" ? "polite" : null });
  }
  for (const name of ["head", "versions", "groups", "guess", "measure", "details"]) place[name] = make("div", { class: name });
  const sheet = make("style"), ground = make("style");
  const knobs = make("section", { class: "knobs" }, place.versions, place.trouble, place.groups);
  const top = make("section", { class: "top" }, place.status, place.guess, place.verdicts);
  const rest = make("section", { class: "rest" }, place.measure, place.weekly, place.words, place.checks, place.details);
  const root = make("div", { class: "policy-board" }, sheet, place.head, knobs, top, place.differences, rest);
  const reckoned = {};

  const button = (name, act, more = {}) => make("button", { type: "button", onclick: act, ...more }, words()[name]);

  const select = (label, options, value, act, more = {}) => {
    const list = make("select", { onchange: () => act(list.value), ...more });
    for (const [key, text] of options) list.append(make("option", { value: key, selected: key === value }, text));
    return make("label", { class: "field" }, make("span", {}, label), list);
  };

  const shell = () => {
    const { sheet: css, ground: behind, title, subtitle, looks, languages, lang, look } = model.shell;
    sheet.textContent = css;
    ground.textContent = behind;
    if (behind && !ground.isConnected) document.head.append(ground);
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    knobs.setAttribute("aria-label", words().knobs);
    place.head.replaceChildren(
      make("div", { class: "titles" }, make("h1", {}, title), make("p", { class: "soft" }, subtitle)),
      select(words().language, languages, lang, (value) => send("language", { value })),
      select(words().look, looks, look, (value) => send("look", { value })),
    );
    measure();
    details();
  };

  const measure = () => {
    place.measure.replaceChildren(
      select(words().measure, model.shell.measures, model.shell.measure, (value) => send("measure", { value })),
    );
  };

  let sent = 0, refresh = null;
  const moved = (lever, value, note) => {
    lever.value = value;
    sent += 1;
    if (lever.was) note.textContent = lever.means + (JSON.stringify(value) === JSON.stringify(lever.file) ? "" : ` (${lever.was})`);
    send("move", { path: lever.path, value });
  };

  const number = (lever, note, id) => {
    const scale = PER_CENT[lever.kind] || 1;
    const shown = (value) => String(Number((value * scale).toFixed(6)));
    const ends = { min: lever.low, max: lever.high, step: lever.step };
    const slider = make("input", { type: "range", ...ends, value: lever.value, "aria-labelledby": id, "data-knob": lever.path.join("/") });
    const box = make("input", {
      type: "number", step: "any", value: shown(lever.value), "aria-labelledby": id, "data-box": lever.path.join("/"),
    });
    slider.addEventListener("input", () => {
      box.value = shown(slider.valueAsNumber);
      moved(lever, slider.valueAsNumber, note);
    });
    box.addEventListener("change", () => {
      const typed = box.valueAsNumber / scale;
      if (Number.isNaN(typed)) { box.value = shown(lever.value); return; }
      slider.value = typed;
      moved(lever, lever.kind === "whole" ? Math.round(typed) : typed, note);
    });
    return make("div", { class: "turn" }, slider, box, make("span", { class: "unit" }, scale === 100 ? "%" : lever.unit));
  };

  const week = (lever, note, id) => {
    const days = lever.options.map(([value]) => value), at = Math.max(0, days.indexOf(lever.value));
    const shown = make("output", {}, lever.value);
    const slider = make("input", {
      type: "range", min: 0, max: days.length - 1, step: 1, value: at, "aria-labelledby": id, "aria-valuetext": lever.value,
      "data-knob": lever.path.join("/"),
    });
    slider.addEventListener("input", () => {
      const day = days[slider.valueAsNumber];
      shown.textContent = day;
      slider.setAttribute("aria-valuetext", day);
      moved(lever, day, note);
    });
    return make("div", { class: "turn" }, slider, shown);
  };

  const several = (lever, note) => {
    const boxes = lever.options.map(([value, text]) => {
      const box = make("input", { type: "checkbox", checked: lever.value.includes(value), onchange: () => {
        const chosen = boxes.filter((each) => each.firstChild.checked).map((each) => each.dataset.value);
        moved(lever, chosen, note);
      } });
      return make("label", { class: "tick", "data-value": value }, box, text);
    });
    const chosen = lever.options.filter(([value]) => lever.value.includes(value)).map(([, text]) => text);
    return make("details", { class: "several" }, make("summary", {}, chosen.join(", ") || "–"), make("div", { class: "ticks" }, ...boxes));
  };

  const knob = (lever) => {
    const id = `knob-${(serial += 1)}`, was = lever.was && JSON.stringify(lever.value) !== JSON.stringify(lever.file);
    const note = make("small", {}, lever.means + (was ? ` (${lever.was})` : ""));
    const path = lever.path.join("/");
    if (lever.kind === "flag") {
      const box = make("input", { type: "checkbox", checked: lever.value, "data-knob": path, onchange: () => moved(lever, box.checked, note) });
      return make("div", { class: "knob" }, make("label", { class: "tick" }, box, lever.label), note);
    }
    if (lever.kind === "choice") {
      return make("div", { class: "knob" }, select(lever.label, lever.options, lever.value, (value) => moved(lever, value, note), { "data-knob": path }), note);
    }
    if (lever.kind === "several") {
      const inside = make("fieldset", { "data-knob": path }, make("legend", {}, lever.label), several(lever, note));
      return make("div", { class: "knob" }, inside, note);
    }
    const turn = lever.kind === "week" ? week(lever, note, id) : number(lever, note, id);
    return make("div", { class: "knob" }, make("span", { class: "label", id }, lever.label), turn, note);
  };

  const controls = () => {
    if (model.controls.seen < sent) {  // drawn before the last moves arrived: ask again instead of taking them back
      clearTimeout(refresh);
      refresh = setTimeout(() => send("refresh"), REFRESH_MS);
      return;
    }
    const versions = model.names, { chosen, bases, base, most, undo, groups } = model.controls;
    const focused = root.getRootNode().activeElement?.dataset?.knob;
    const open = new Set([...place.groups.children].filter((each) => each.open).map((each) => each.dataset.group));
    const tabs = versions.map((name, k) =>
      make("button", { type: "button", class: `version v${k}`, "aria-pressed": String(k === chosen), onclick: () => send("choose", { value: k }) }, make("i", { class: "dot" }), make("span", {}, name)),
    );
    place.versions.replaceChildren(
      make("div", { class: "row", role: "group", "aria-label": words().version }, ...tabs),
      select(words().begin, bases.map((each) => [each, each]), base, (value) => send("begin", { value })),
      make("div", { class: "row" },
        button("undo", () => send("undo"), { disabled: !undo }),
        button("reset", () => send("reset")),
        versions.length < most ? button("add", () => send("add")) : null,
        versions.length > 1 ? button("remove", () => send("remove")) : null),
    );
    place.groups.replaceChildren(...groups.map((group, k) => {
      const inside = group.told ? [make("p", { class: "soft told" }, group.told)] : [];
      const first = open.size === 0 && k === 0;
      return make("details", { class: "group", "data-group": group.name, open: first || open.has(group.name) },
        make("summary", {}, group.title), ...inside, ...group.levers.map(knob));
    }));
    if (focused) place.groups.querySelector(`[data-knob="${CSS.escape(focused)}"]`)?.focus();
  };

  const named = () => {
    const shown = place.versions.querySelectorAll(".version span");
    if (shown.length === model.names.length) model.names.forEach((name, k) => { shown[k].textContent = name; });
  };

  const undoable = () => {
    const found = [...place.versions.querySelectorAll("button")].find((each) => each.textContent === words().undo);
    if (found) found.disabled = !model.can_undo;
  };

  const guess = () => {
    const box = make("input", { type: "checkbox", checked: model.guess.on, onchange: () => send("guess", { value: box.checked }) });
    const inside = [make("label", { class: "tick" }, box, words().guess)];
    if (model.guess.on) {
      const expected = make("input", { type: "number", step: "0.1", min: -100, max: 500, value: model.guess.percent, class: "expected" });
      inside.push(make("label", { class: "field" }, make("span", {}, words().your_guess), expected));
      inside.push(button("show", () => send("show", { value: Number(expected.value) || 0 })));
    }
    place.guess.replaceChildren(...inside);
  };

  const picture = () => {
    for (const [name, html] of Object.entries(model.picture)) {
      if (place[name] && place[name].dataset.seen !== html) {
        place[name].innerHTML = html;
        place[name].dataset.seen = html;
      }
    }
  };

  const detail = (name, ...choices) => {
    const shown = make("div", { class: "reckoned wide", "aria-live": "polite" });
    reckoned[name] = shown;
    const values = () => Object.fromEntries(choices.map((each) => {
      const field = each.querySelector("select, input");
      return [field.dataset.name, field.value];
    }));
    const act = button("reckon", () => send("reckon", { name, ...values() }));
    return make("details", { class: "group", "data-detail": name }, make("summary", {}, words()[name]), make("div", { class: "row" }, ...choices, act), shown);
  };

  const details = () => {
    const { seats, weeks } = model.shell;
    const seat = select(words().seat, seats, seats[0][0], () => {}, { "data-name": "seat" });
    const when = make("label", { class: "field" }, make("span", {}, words().week),
      make("input", { type: "number", min: 0, max: weeks - 1, value: Math.floor(weeks / 2), "data-name": "week" }));
    const files = ["policy_yaml", "file_yaml", "workbook", "page"].map((name) => button(name, () => send("file", { name })));
    reckoned.file = make("div", { class: "reckoned", "aria-live": "polite" });
    place.details.replaceChildren(
      detail("who"), detail("marginal"), detail("payslip", seat, when), detail("network"),
      make("details", { class: "group", "data-detail": "file" }, make("summary", {}, words().file),
        make("div", { class: "row" }, ...files), reckoned.file, make("p", { class: "soft" }, words().link)),
    );
    told();
  };

  const clicked = (event) => {
    const person = event.target.closest?.("[data-seat]");
    if (!person || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    const slip = root.querySelector("[data-detail=payslip]");
    slip.querySelector("[data-name=seat]").value = person.dataset.seat;
    slip.querySelector("[data-name=week]").value = person.dataset.week;
    slip.open = true;
    slip.scrollIntoView({ block: "nearest" });
    send("reckon", { name: "payslip", ...person.dataset });
  };
  root.addEventListener("click", clicked);
  root.addEventListener("keydown", clicked);

  const told = () => {
    for (const [name, html] of Object.entries(model.reckoned)) if (reckoned[name]) reckoned[name].innerHTML = html;
  };

  const download = (message) => {
    const bytes = Uint8Array.from(atob(message.base64), (each) => each.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: message.type }));
    const link = make("a", { href: address, download: message.file });
    root.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };

  shell(); controls(); guess(); picture();
  model.on("shell", () => { shell(); controls(); guess(); });
  model.on("controls", controls);
  model.on("names", named);
  model.on("can_undo", undoable);
  model.on("guess", guess);
  model.on("picture", picture);
  model.on("reckoned", told);
  model.on("msg:custom", (event) => download(event.data ?? event));
  model.on("remove", () => ground.remove());
  return root;
}
