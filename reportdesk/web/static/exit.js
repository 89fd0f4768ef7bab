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
