// Whatever scrolls sideways can be reached and scrolled with the keyboard alone.
(() => {
  const wide = "div.highlight pre, div.table-wrapper, div.cell_output .output, div.output pre";
  const look = () => {
    for (const box of document.querySelectorAll(wide)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  look();
  window.addEventListener("resize", look);
  for (const part of document.querySelectorAll("details")) part.addEventListener("toggle", look);
})();
