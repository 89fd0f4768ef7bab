/* Quick exit: leaves no entry of this page in the history, at a click or when Esc is pressed three
   times. Without this file the link does the rest. */
(function () {
  "use strict";
  var ADDRESS = "/leave";
  var TIMES = 3;
  var PATIENCE = 5000;
  var said = document.getElementById("said");
  var pressed = 0;
  var left = false;
  var timer;

  function leave() {
    left = true;
    document.title = "\u2026";
    document.body.hidden = true; // at once, however slow the network is
    location.replace(ADDRESS);
  }

  function count(number) {
    clearTimeout(timer);
    pressed = number;
    if (said) said.textContent = (number && said.getAttribute("data-" + (TIMES - number))) || "";
    if (number) timer = setTimeout(count, PATIENCE, 0);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href="' + ADDRESS + '"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", function (event) {
    if (event.repeat || event.isComposing || event.keyCode === 229) return; // an input method's own
    if (event.key !== "Escape" && event.key !== "Esc") {
      if (pressed) count(0);
      return;
    }
    if (pressed + 1 < TIMES) {
      count(pressed + 1);
      return;
    }
    event.preventDefault(); // Esc would stop the page that is asked for
    leave();
  });

  window.addEventListener("pageshow", function (event) {
    if (event.persisted && left) leave(); // the browser kept this page alive behind Back
  });
})();

// Shows how far chosen files are on their way. Without this script the form sends them by itself.
(() => {
  "use strict";
  let busy = false;

  const say = (box, text) => {
    const line = box.querySelector("[role=status]");
    if (line.textContent !== text) line.textContent = text;
  };

  // What was typed or ticked while the files were on their way stays.
  const keep = (sent, fresh) => {
    const form = document.querySelector("#walk");
    const next = fresh.querySelector("#walk");
    const step = (one) => one && one.elements.namedItem("step")?.value;
    if (!step(form) || step(form) !== step(next)) return;
    for (const field of form.querySelectorAll("textarea, input[type=text], input:not([type])")) {
      const other = next.elements.namedItem(field.name);
      if (other && field.value !== sent.get(field.name)) other.value = field.value;
    }
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      const other = Array.from(next.elements).find(
        (one) => one.name === box.name && one.value === box.value,
      );
      if (other && box.checked !== sent.getAll(box.name).includes(box.value)) {
        other.checked = box.checked;
      }
    }
  };

  const swap = (html, sent) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const main = fresh.querySelector("main");
    if (!main || !main.querySelector("h1")) return false;
    document.title = fresh.title;
    const shown = document.importNode(main, true);
    keep(sent, shown);
    document.querySelector("main").replaceWith(shown);
    const first = document.querySelector("main [role=alert], main .errs");
    const target = first || document.querySelector("main");
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView();
    return true;
  };

  const send = (form, input, box, button) => {
    const bar = box.querySelector("progress");
    const data = new FormData(form);
    const request = new XMLHttpRequest();
    let told = -1;
    busy = true;
    box.hidden = false;
    bar.value = 0;
    data.set("do", "upload");
    const stop = (text) => {
      busy = false;
      say(box, text);
      bar.hidden = box.querySelector("button").hidden = true;
    };
    bar.hidden = box.querySelector("button").hidden = false;
    box.querySelector("button").onclick = () => request.abort();
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const part = Math.floor((event.loaded / event.total) * 100);
      bar.value = part;
      if (part - told >= 10 && part < 100) {
        told = part;
        say(box, box.dataset.sent.replace("0", part));
      }
    };
    request.upload.onload = () => {
      bar.removeAttribute("value");
      say(box, box.dataset.working);
    };
    request.onerror = request.ontimeout = () => stop(box.dataset.failed);
    request.onabort = () => stop(box.dataset.stopped);
    request.onload = () => {
      if (document.body.hidden) return; // the page is being left
      const fresh = new DOMParser().parseFromString(request.responseText, "text/html");
      const state = fresh.querySelector("#walk [name=state]");
      const stays = !button || button.value === "upload";
      if (request.status === 200 && state && !stays) {
        busy = false;
        form.elements.namedItem("state").value = state.value;
        input.value = "";
        form.requestSubmit(button);
      } else if (swap(request.responseText, data)) {
        busy = false;
      } else {
        stop(box.dataset.failed);
      }
    };
    request.open("POST", form.getAttribute("action"));
    request.send(data);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const input = form.querySelector("input[type=file]");
    const box = form.querySelector("[data-working]");
    const button = event.submitter;
    if (!input || !box || !input.files.length || (button && button.value === "lang")) return;
    event.preventDefault();
    if (busy) return;
    const sum = Array.from(input.files).reduce((size, file) => size + file.size, 0);
    if (sum > Number(box.dataset.most)) {
      box.hidden = false;
      box.querySelector("progress").hidden = box.querySelector("button").hidden = true;
      say(box, box.dataset.large);
      input.focus();
      return;
    }
    send(form, input, box, button);
    box.querySelector("button").focus();
  });
})();
