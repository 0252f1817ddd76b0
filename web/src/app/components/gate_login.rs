//! How was the caller recognised?
//!
//! The steps of authentication with what each added, and the groups that came of it.

use aksess::review::AccessReview;
use yew::{Html, html};

use super::notes::words;
use super::term::said;
use super::tree_row::Mark;

/// The steps and the groups.
pub(crate) fn login(review: &AccessReview) -> Html {
    let authentication = &review.authentication;
    let identity = &review.identity;
    let steps = authentication.steps.iter().map(|of| {
        html! {
            <li>
                <bdi>{ for words(&of.words) }</bdi>
                if !of.contributed.is_empty() {
                    <p class="count"><bdi>{ for words(&of.contributed) }</bdi></p>
                }
                <span class="standing">{ of.source }</span>
            </li>
        }
    });
    let groups = identity.groups.iter().map(|group| {
        Mark::Plain.row(
            html! { <>{ said("group ") }<bdi>{ group }</bdi></> },
            Html::default(),
        )
    });
    let extra = identity.extra.iter().map(|(key, values)| {
        let text =
            html! { <>{ "extra " }<bdi>{ key }</bdi>{ ": " }<bdi>{ values.join(", ") }</bdi></> };
        Mark::Plain.row(text, Html::default())
    });
    let (mark, said) = match &authentication.refused {
        Some(refused) => (Mark::Fails, refused.why.as_str()),
        None => (Mark::Passes, "is who the API server takes the caller for"),
    };
    let user = if identity.user.is_empty() {
        "nobody"
    } else {
        &identity.user
    };
    html! {
        <div class="cols">
            <section>
                <h2>{ "Who the caller is" }</h2>
                <ul class="tree">
                    { mark.row(
                        html! { <><b><bdi>{ user }</bdi></b>{ " " }<span class="why"><bdi>{ for words(said) }</bdi></span></> },
                        html! { <>{ for groups }{ for extra }</> },
                    ) }
                </ul>
            </section>
            <section>
                <h2>{ "How that came about" }</h2>
                <ol class="steps">{ for steps }</ol>
            </section>
        </div>
    }
}
