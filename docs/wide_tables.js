// A table wider than a telephone scrolls in its frame: by the keyboard too, once the frame can have the focus.
// The theme makes the frames after the page has loaded.
function reachable() {
  for (const frame of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
    frame.tabIndex = 0;
  }
}
new MutationObserver(reachable).observe(document.documentElement, { childList: true, subtree: true });
reachable();
