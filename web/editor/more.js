// What the editor gets when it is already there: undo, the usual keys, and completion by what the engine knows.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { keymap } from "@codemirror/view";

const READ = 20_000;

export function more(host) {
  const suggest = (context) => {
    const from = Math.max(0, context.pos - READ);
    const found = host.suggest(context.state.sliceDoc(from, context.pos), context.explicit);
    if (!found || !found.options.length) return null;
    return { from: context.pos - found.typed, options: found.options, validFor: /^[\w./*:@-]*$/ };
  };
  return [
    history(),
    autocompletion({ override: [suggest], icons: false, activateOnTyping: true, maxRenderedOptions: 60 }),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}
