// Times and numbers as the viewer's browser writes them. Values come as attributes, so nothing here ever runs text as code.
const units = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];
const locale = navigator.languages?.length ? [...navigator.languages] : undefined;
const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const ageFormat = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });

function age(moment) {
  const gap = moment - Date.now();
  const [unit, length] = units.find(([, size]) => Math.abs(gap) >= size) ?? ["second", 1e3];
  return ageFormat.format(Math.round(gap / length), unit);
}

class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime", "relative"];
  #timer;

  connectedCallback() {
    this.text ??= this.attachShadow({ mode: "open" }).appendChild(document.createElement("span"));
    this.draw();
    if (this.hasAttribute("relative")) {
      this.#timer = setInterval(() => this.draw(), 30000);
    }
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    this.draw();
  }

  draw() {
    const text = this.getAttribute("datetime");
    const moment = Date.parse(text ?? "");
    if (!this.text || Number.isNaN(moment)) {
      return;
    }
    this.text.textContent = this.hasAttribute("relative") ? age(moment) : momentFormat.format(moment);
    this.title = text.replace("T", " ").replace("Z", " UTC");
  }
}

// By its code: a sign such as $ is that of many currencies.
const moneyFormats = {};

class LocalNumber extends HTMLElement {
  static observedAttributes = ["value", "currency"];

  connectedCallback() {
    this.text ??= this.attachShadow({ mode: "open" }).appendChild(document.createElement("span"));
    this.draw();
  }

  attributeChangedCallback() {
    this.draw();
  }

  format() {
    const currency = this.getAttribute("currency");
    return currency ? moneyFormats[currency] ??= new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "code" }) : numberFormat;
  }

  draw() {
    const text = this.getAttribute("value");
    if (this.text && text !== null) {
      // A number beyond what a double holds is given as text, which Intl reads exactly.
      this.text.textContent = this.format().format(text);
    }
  }
}

// A lost connection: the framework tries for a while; afterwards this looks for the host until it is back. A host that was started anew
// does not know the page any more, so the page is loaded again.
async function findHost() {
  for (;;) {
    try {
      if ((await fetch("/health/live", { cache: "no-store" })).ok) {
        break;
      }
    } catch {
      // Still away.
    }
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
  if (!(await Blazor.reconnect().catch(() => false))) {
    location.reload();
  }
}

document.addEventListener("components-reconnect-state-changed", event => {
  const dialog = document.getElementById("components-reconnect-modal");
  switch (event.detail.state) {
    case "show":
      dialog.showModal();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      findHost();
      break;
    case "rejected":
      location.reload();
      break;
  }
}, true);

// The Escape key presses the button that a dialog names for it, which may ask first; in an open menu or list the key is that one's own.
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && !document.querySelector(".mud-popover-open")) {
    document.querySelector("[role=dialog] [data-escape]")?.click();
  }
});

customElements.define("local-time", LocalTime);
customElements.define("local-number", LocalNumber);

globalThis.host = {
  renewSession: async key => {
    await fetch("/session/renew", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key }) });
  },
  copy: async text => {
    await navigator.clipboard.writeText(text);
  },
  // Whether the browser let the tab open; the new tab must not reach back to this one.
  open: address => {
    const tab = globalThis.open(address, "_blank");
    if (tab) {
      tab.opener = null;
    }
    return tab !== null;
  },
  focusProblem: () => {
    setTimeout(() => {
      const field = document.querySelector("[role=dialog] [aria-invalid=true], [role=dialog] .problem");
      field?.scrollIntoView({ block: "center" });
      field?.focus?.({ preventScroll: true });
    }, 150);
  },
  showStart: selector => {
    document.querySelector(selector)?.scrollTo({ top: 0 });
  },
  // A dialog draws itself a little after its content has changed.
  showEnd: selector => {
    setTimeout(() => {
      const part = document.querySelector(selector);
      part?.scrollTo({ top: part.scrollHeight });
    }, 150);
  },
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};
