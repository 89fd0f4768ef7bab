// Shows how far chosen files are on their way. Without this script the form sends them by itself.
"use strict";
(() => {
  let busy = false;
  let left = false; // quick exit: an upload that ends now must show nothing and lead nowhere
  let running = null;

  const say = (box, text) => {
    const line = box.querySelector("[role=status]");
    if (line.textContent !== text) line.textContent = text;
  };

  const swap = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const main = fresh.querySelector("main");
    if (!main || !main.querySelector("h1")) return false;
    document.title = fresh.title;
    document.querySelector("main").replaceWith(document.importNode(main, true));
    const first = document.querySelector("main [role=alert], main .upload-first, main .errs");
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
    running = request;
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
      if (left) return;
      const fresh = new DOMParser().parseFromString(request.responseText, "text/html");
      const state = fresh.querySelector("#walk [name=state]");
      const stays = !button || button.value === "upload";
      if (request.status === 200 && state && !stays) {
        busy = false;
        form.elements.namedItem("state").value = state.value;
        input.value = "";
        form.requestSubmit(button);
      } else if (swap(request.responseText)) {
        busy = false;
      } else {
        stop(box.dataset.failed);
      }
    };
    request.open("POST", form.getAttribute("action"));
    request.send(data);
  };

  document.addEventListener("leaving", () => {
    left = true;
    if (busy) running.abort();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const input = form.querySelector("input[type=file]");
    const box = form.querySelector(".upload");
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
