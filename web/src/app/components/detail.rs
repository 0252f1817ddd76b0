//! Why is that the answer?
//!
//! Two views of one trace: what was checked, step by step, and beside it either every grant that is
//! enough or the bindings that came near.

use std::rc::Rc;

use aksess::Trace;
use yew::{AttrValue, Html, Properties, component, html};

use super::grants::Grants;
use super::near_misses::NearMisses;
use super::place::Marker;
use super::tree::Tree;

#[derive(Properties, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) trace: Rc<Trace>,
    /// The request without who asks.
    pub(crate) request: AttrValue,
    pub(crate) marker: Marker,
}

/// The reasons.
#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let (trace, marker) = (&props.trace, &props.marker);
    html! {
        <div class="detail cols">
            <section aria-label="What was checked">
                <h2>{ "What was checked" }</h2>
                <Tree trace={Rc::clone(trace)} request={props.request.clone()} marker={marker.clone()} />
            </section>
            if trace.decision.is_allowed() {
                <section aria-label="Every grant that is enough">
                    <Grants trace={Rc::clone(trace)} marker={marker.clone()} />
                </section>
            } else {
                <section aria-label="Near misses">
                    <NearMisses trace={Rc::clone(trace)} marker={marker.clone()} />
                </section>
            }
        </div>
    }
}
