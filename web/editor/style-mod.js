// Where do the editor's own styles go? CodeMirror asks this module, under the name `style-mod`, to put its
// rules into the page. The original writes a <style> element, which the page's content security policy
// forbids; this one adopts a style sheet, which it allows.

let names = 0;
const adopted = new WeakMap();

export class StyleModule {
  constructor(spec, options = {}) {
    this.rules = [];
    const finish = options.finish ?? ((selector) => selector);
    const render = (selectors, block, into, isKeyframes) => {
      const own = [];
      const isAt = /^@(\w+)\b/.exec(selectors[0]);
      const keyframes = isAt && isAt[1] === "keyframes";
      if (isAt && block === null) return into.push(`${selectors[0]};`);
      for (const [name, value] of Object.entries(block)) {
        if (/&/.test(name)) {
          const nested = name.split(/,\s*/).flatMap((part) => selectors.map((of) => part.replace(/&/, of)));
          render(nested, value, into);
        } else if (value && typeof value === "object") {
          if (!isAt) throw new RangeError(`the value of ${name} is no text`);
          render(name.split(/,\s*/), value, own, keyframes);
        } else if (value !== null) {
          const property = name.replace(/_.*/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
          own.push(`${property}: ${value};`);
        }
      }
      if (own.length || keyframes) {
        const named = finish && !isAt && !isKeyframes ? selectors.map(finish) : selectors;
        into.push(`${named.join(", ")} {${own.join(" ")}}`);
      }
    };
    for (const [name, block] of Object.entries(spec)) render(name.split(/,\s*/), block, this.rules);
  }

  getRules() {
    return this.rules.join("\n");
  }

  static newName() {
    names += 1;
    return `cm-${names}`;
  }

  static mount(root, modules) {
    const there = adopted.get(root) ?? { sheet: new CSSStyleSheet(), modules: [] };
    if (!adopted.has(root)) {
      adopted.set(root, there);
      // in front, so that the page's own rules come later and win
      root.adoptedStyleSheets = [there.sheet, ...root.adoptedStyleSheets];
    }
    const fresh = [modules].flat().filter((of) => !there.modules.includes(of));
    if (!fresh.length) return;
    there.modules = [...fresh, ...there.modules];
    there.sheet.replaceSync(there.modules.map((of) => of.getRules()).join("\n"));
  }
}
