/*
 * Tells the page around the frame how high the frame's page is, on each change. The message:
 *   { type: "protocolwijzer:hoogte", page: "ouders", height: 1234 }   height in CSS pixels, rounded up
 * It holds nothing else, so it may go to whoever shows the frame.
 */
(function () {
  "use strict";

  if (window.parent === window) return;
  const root = document.documentElement;
  const page = location.pathname.replace(/(\/index)?(\.html)?\/?$/, "").split("/").pop();
  let told = 0;

  function tell() {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ type: "protocolwijzer:hoogte", page: page, height: height }, "*");
  }

  new ResizeObserver(tell).observe(root);
  addEventListener("load", tell);
})();
