//! Which keys do what, and what do words mean?
//!
//! Single keys can be switched off, for those whose speech or switch input would press them.

use web_sys::Event;
use yew::{Callback, Html, Properties, component, html};

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    /// Whether single keys work.
    pub(crate) keys: bool,
    pub(crate) on_keys: Callback<bool>,
}

const KEYS: [(&str, &str); 12] = [
    ("/", "Paste a line or an error"),
    ("q", "Question"),
    ("e", "Editor, at the marked line"),
    ("1 – 4", "Gates"),
    ("j k", "Next and previous place of the way"),
    ("s", "Step through"),
    ("g …", "Views: j, s, o, a, f, p, x"),
    ("u", "Undo"),
    ("x", "Examples"),
    ("t", "Light or dark"),
    ("?", "These keys, and what words mean"),
    ("Esc", "Back to where you were"),
];

/// The button and the list it opens.
#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let (keys, on_keys) = (props.keys, props.on_keys.clone());
    let onchange = move |_: Event| on_keys.emit(!keys);
    html! {
        <>
            <button type="button" id="help" class="btn ico hide" aria-label="Keys" popovertarget="keys">
                { "?" }
            </button>
            <section popover="auto" id="keys" class="keys" aria-label="Keys">
                <dl>
                    { for KEYS.iter().map(|(key, does)| html! {
                        <div><dt><kbd>{ *key }</kbd></dt><dd>{ *does }</dd></div>
                    }) }
                </dl>
                <label><input type="checkbox" checked={keys} {onchange} />{ "Single keys work" }</label>
                // filled by `web/js/terms.js` when it opens
                <div class="terms" tabindex="0" role="region" aria-label="What words mean" />
            </section>
        </>
    }
}
