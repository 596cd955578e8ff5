/* Leads on from a page that moved: to where the rule of the address's anchor went, else to the new page with the same anchor. */
(function () {
  "use strict";

  const anchor = location.hash.slice(1);
  const rule = anchor && document.getElementById(anchor);
  const link = (rule && rule.closest("a")) || document.querySelector("a[data-pw-whole]");
  if (!link) return;
  const to = new URL(link.href);
  if (!rule && !to.hash) to.hash = location.hash;
  if (to.protocol === "file:" && to.pathname.endsWith("/")) to.pathname += "index.html";
  location.replace(to.href);
})();
