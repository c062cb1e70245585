// What the theme gives to the mouse and the finger alone, for the keyboard and the screen reader.
(() => {
  // Whatever scrolls sideways can be reached, and then scrolled.
  const wide = "div.highlight pre, div.table-wrapper, div.cell_output .output, div.output pre";
  const look = () => {
    for (const box of document.querySelectorAll(wide)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };

  // The lists of pages and of headings, which narrow windows keep beside the screen: their buttons
  // open them, Escape closes them, and while they are closed nobody stumbles into their links.
  const drawers = [];
  for (const [name, place] of [["__navigation", ".sidebar-drawer"], ["__toc", ".toc-drawer"]]) {
    const box = document.getElementById(name);
    const drawer = document.querySelector(place);
    if (!box || !drawer) continue;
    const buttons = document.querySelectorAll(`label[for=${name}] > .icon`);
    const settle = () => {
      drawer.inert = getComputedStyle(drawer).position === "fixed" && !box.checked;
      for (const button of buttons) button.setAttribute("aria-expanded", String(box.checked));
    };
    let opener = null;
    const turn = (open) => {
      box.checked = open;
      settle();
      if (open) drawer.querySelector("a, input, button")?.focus({ preventScroll: true });
      else opener?.focus();
    };
    for (const button of buttons) {
      button.tabIndex = 0;
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", box.getAttribute("aria-label"));
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        opener = button;
        turn(!box.checked);
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.checked) turn(false);
    });
    // A heading was chosen: the list is in its way.
    drawer.addEventListener("click", (event) => {
      if (event.target.closest("a[href^='#']") && box.checked) {
        box.checked = false;
        settle();
      }
    });
    box.addEventListener("change", settle);
    drawers.push(settle);
  }

  const all = () => {
    look();
    for (const settle of drawers) settle();
  };
  all();
  window.addEventListener("resize", all);
  for (const part of document.querySelectorAll("details")) part.addEventListener("toggle", look);
})();
