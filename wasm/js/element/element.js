// <aksess-trace>: an answer with its reasons, in any page.
//
// The documents are its content; scenarios among them give the questions, or its attributes ask one. It loads
// the engine when it is first seen, once for all of its kind, and draws into a shadow root with a stylesheet
// of its own: no frame, no inline style, no markup made of text. Where pages are rendered without a browser it
// may be imported all the same, and does nothing.

// What is needed is fetched side by side: none of it waits until another is there. What fails is told when it is awaited.
const pen = import("./drawing.js");
pen.catch(() => {});

let engine;
const load = () => (engine ??= start());
async function start() {
  const program = fetch(new URL("./aksess_bg.wasm", import.meta.url));
  program.catch(() => {});
  const module = await import("./aksess.js");
  await module.default({ module_or_path: program });
  return module;
}
/** Where documents or questions look like this, more is explained than Kubernetes: that part is asked for early. */
const MORE = /Microsoft\.|roleDefinition|aadProfile|\b(?:kubectl|http|pasted|token|certificate|kubeconfig|action)\b"?[:=]/i;
let more;
const loadMore = () => (more ??= startMore());
async function startMore() {
  const part = fetch(new URL("./aksess_more.wasm", import.meta.url));
  part.catch(() => {});
  const module = await load();
  // what does not come now comes when it is needed, and then is told
  await module.rest([part]).catch(() => {});
  return module;
}
let sheet;
const styled = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    pen.then(({ STYLE }) => sheet.replaceSync(STYLE)).catch(() => {});
  }
  return sheet;
};

/** Elements take turns, and between two of them the page may do what waits: input, a frame, a task of its own. */
let turns = Promise.resolve();
const turn = () => {
  const mine = turns;
  turns = mine.then(pause);
  return mine;
};
let channel;
/** A task of its own. A message, because timers in a row are held up and those of hidden pages more so. */
const pause = () =>
  new Promise((resolve) => {
    channel ??= new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });

/** So many pixels before it is seen an element begins. */
const NEAR = 200;
const SVG = new Set(["svg", "path"]);

/** Nodes of a tree; a string is a text and nothing else. */
function nodes(tree) {
  if (!Array.isArray(tree)) return document.createTextNode(tree);
  const [tag, attributes, ...children] = tree;
  const node = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map(nodes));
  return node;
}

const ASK = ["kubectl", "http", "pasted", "path", "verb", "resource", "namespace", "name", "subresource", "kubeconfig", "action", "scope", "order", "at"];
const WHO = ["user", "groups", "oid", "token", "service-account", "certificate"];

export class AksessTrace extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = [...ASK, ...WHO, "api-group", "editable"];
  #text = "";
  #chosen = 0;
  #seen;
  #authorizer;
  #timer;
  /** When the first answer was drawn, in milliseconds of the page. */
  shownAt;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    // The observer tells with the next frame, and the first of all need not wait for that.
    if (this.#isNear()) this.#program().catch(() => {});
    this.#seen = new IntersectionObserver((entries) => {
      if (!entries.some((of) => of.isIntersecting)) return;
      this.#forget();
      this.update();
    }, { rootMargin: `${NEAR}px` });
    this.#seen.observe(this);
  }

  /** The program, and that part of it which is likely needed. */
  #program() {
    const asked = [...this.attributes].map(({ name, value }) => `${name}=${value}`);
    return MORE.test([this.#text, ...asked].join("\n")) ? loadMore() : load();
  }

  /** Whether it is drawn at all, and in the window or close to it. */
  #isNear() {
    const { top, bottom, width } = this.getBoundingClientRect();
    return width > 0 && bottom > -NEAR && top < innerHeight + NEAR;
  }

  /** Gives the memory back; put into a page again, it reads its documents again. */
  disconnectedCallback() {
    this.#forget();
    clearTimeout(this.#timer);
    this.#authorizer?.free();
    this.#authorizer = undefined;
  }

  attributeChangedCallback(name) {
    if (name === "editable" && this.shadowRoot) this.#edit();
    if (this.#authorizer) this.update();
  }

  /** The documents, as text. */
  get documents() {
    return this.#text;
  }

  set documents(text) {
    clearTimeout(this.#timer);
    this.#text = String(text);
    const area = this.shadowRoot?.querySelector("textarea");
    if (area && area.value !== this.#text) area.value = this.#text;
    this.#authorizer?.free();
    this.#authorizer = undefined;
    if (this.isConnected) this.update();
  }

  /** Asks again; the answer is also the detail of the event `answer`. */
  async update() {
    const parts = await Promise.all([this.#program(), pen]).catch((error) => this.#say(["p", {}, `aksess cannot run here: ${error.message}. A Content-Security-Policy needs script-src 'wasm-unsafe-eval'.`]));
    await turn();
    if (!parts || !this.isConnected) return;
    const [{ Authorizer }, { drawing }] = parts;
    try {
      this.#authorizer ??= new Authorizer([{ name: this.getAttribute("name-of-source") ?? "example", text: this.#text }]);
      const answers = this.#answers();
      // the choice is kept while there are fewer: a text that is being written may soon have as many again
      const chosen = Math.min(this.#chosen, answers.length - 1);
      const answer = answers[chosen];
      const wrong = this.#authorizer.diagnostics.filter(({ severity }) => severity !== "info");
      const told = wrong.map(({ line, message }) => ["p", { class: "o" }, `Line ${line}: ${message}`]);
      this.#say(...(answer ? drawing(answer) : [["p", {}, "Nothing is asked here."]]), ...told);
      this.#choose(answers, chosen);
      this.shownAt ??= performance.now();
      if (answer) this.dispatchEvent(new CustomEvent("answer", { detail: answer.review, bubbles: true, composed: true }));
    } catch (error) {
      this.#say(["p", {}, error.message]);
      this.#choose([]);
    }
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styled()];
    const source = this.querySelector("script[type],template,pre");
    this.#text ||= ((source?.content ?? source ?? this).textContent ?? "").replace(/^\n/, "");
    root.append(...[["div", { class: "e" }], ["div", { class: "b", role: "group", "aria-label": "Questions" }], ["div", { class: "a", role: "status" }, "…"]].map(nodes));
    this.#edit();
  }

  #part(name) {
    return this.shadowRoot.querySelector(`.${name}`);
  }

  #edit() {
    const area = nodes(["textarea", { "aria-label": "Documents", spellcheck: "false", rows: Math.min(18, this.#text.split("\n").length + 1) }]);
    area.value = this.#text;
    area.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.documents = area.value), 150);
    });
    this.#part("e").replaceChildren(...(this.hasAttribute("editable") ? [area] : []));
  }

  #say(...trees) {
    const isOpen = this.#part("a").querySelector("details")?.open ?? this.hasAttribute("open");
    this.#part("a").replaceChildren(...trees.map(nodes));
    const details = this.#part("a").querySelector("details");
    if (details) details.open = isOpen;
  }

  /** A button for each question where there are several; those that are there stay, and with them the focus. */
  #choose(answers, chosen) {
    const group = this.#part("b");
    const buttons = group.children;
    const isFocused = group.contains(this.shadowRoot.activeElement);
    const count = answers.length > 1 ? answers.length : 0;
    while (buttons.length > count) group.lastChild.remove();
    while (buttons.length < count) group.append(this.#button(buttons.length));
    for (const [at, button] of [...buttons].entries()) {
      if (button.textContent !== answers[at].request) button.textContent = answers[at].request;
      button.setAttribute("aria-pressed", at === chosen);
    }
    if (isFocused && !this.shadowRoot.activeElement) buttons[chosen]?.focus();
  }

  #button(at) {
    const button = nodes(["button", { type: "button" }]);
    button.addEventListener("click", () => ((this.#chosen = at), this.update()));
    return button;
  }

  /** One answer to the attributes, or one to each request of the scenarios. */
  #answers() {
    const given = (names) => names.filter((name) => this.hasAttribute(name));
    if (given([...ASK, ...WHO]).length === 0) return this.#authorizer.test();
    const request = { as: this.#credential(), ...Object.fromEntries(given(ASK).map((name) => [name, this.getAttribute(name)])) };
    if (this.hasAttribute("api-group")) request.apiGroup = this.getAttribute("api-group");
    const review = this.#authorizer.review(request);
    const [verdict, because] = this.#authorizer.renderReview(request).split("\n");
    const asked = request.kubectl ? `kubectl ${request.kubectl.replace(/^kubectl /, "")}` : (review.requests[0]?.line ?? request.action ?? `fetch the ${request.kubeconfig} kubeconfig`);
    return [{ review, verdict, because, request: `${review.identity.user}: ${asked}` }];
  }

  #credential() {
    const [user, groups, oid, token, serviceAccount, commonName] = WHO.map((name) => this.getAttribute(name));
    const list = groups?.split(/[\s,]+/).filter(Boolean) ?? [];
    if (token) return { token: JSON.parse(token) };
    if (serviceAccount) return { serviceAccount };
    if (commonName) return { certificate: { commonName, organization: list } };
    return { user: user ?? "", groups: list, extra: oid ? { oid: [oid] } : {} };
  }

  #forget() {
    this.#seen?.disconnect();
    this.#seen = undefined;
  }
}

if (!globalThis.customElements?.get("aksess-trace")) globalThis.customElements?.define("aksess-trace", AksessTrace);
