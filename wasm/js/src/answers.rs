//! Which questions about one request can be put to a compiled policy?
//!
//! Each method reads its arguments, asks the engine once and gives the answer as a plain object or text.

use aksess::command::Context;
use aksess::review::AccessReview;
use aksess::{Attributes, Status, command, conformance, report};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::argument::Argument;
use crate::wrong::Wrong;
use crate::{Authorizer, object, request};

#[wasm_bindgen]
impl Authorizer {
    /// The answer, and nothing else.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn authorize(&self, spec: JsValue) -> Result<JsValue, Wrong> {
        object(&ask(spec, |asked| self.compiled.authorize(asked))?)
    }

    /// The answer with its reasons.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn explain(&self, spec: JsValue) -> Result<JsValue, Wrong> {
        object(&ask(spec, |asked| self.compiled.explain(asked))?)
    }

    /// The answer with its reasons as text for a terminal.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn render(&self, spec: JsValue) -> Result<String, Wrong> {
        ask(spec, |asked| report::render(&self.compiled.explain(asked)))
    }

    /// The body of the answer a refused caller gets; `null` when allowed.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    #[wasm_bindgen(js_name = forbiddenBody)]
    pub fn forbidden_body(&self, spec: JsValue) -> Result<JsValue, Wrong> {
        let body = ask(spec, |asked| {
            let trace = self.compiled.explain(asked);
            let refused = !trace.decision.is_allowed();
            refused.then(|| Status::forbidden(asked, &trace.reason).to_json())
        })?;
        Ok(body.map_or(JsValue::NULL, JsValue::from))
    }

    /// The answer to a request as a whole, from the credential on.
    ///
    /// # Errors
    /// When the request cannot be understood.
    pub fn review(&self, request: JsValue) -> Result<JsValue, Wrong> {
        object(&self.reviewed(request)?)
    }

    /// The same as text for a terminal, or as Markdown.
    ///
    /// # Errors
    /// When the request cannot be understood.
    #[wasm_bindgen(js_name = renderReview)]
    pub fn render_review(&self, request: JsValue, format: JsValue) -> Result<String, Wrong> {
        let review = self.reviewed(request)?;
        let render = match request::format(format, &["text", "markdown"])? {
            0 => report::render_review,
            _ => report::review_markdown,
        };
        Ok(render(&review))
    }

    /// What a pasted text asks.
    ///
    /// # Errors
    /// When the text is no string.
    pub fn read(&self, text: JsValue) -> Result<JsValue, Wrong> {
        let text = Argument::new("text", text).text()?;
        let mut pasted = command::parse(&text, self.context());
        // the engine counts bytes, JavaScript UTF-16 code units
        let units = |at: usize| {
            text.get(..at)
                .map_or(at, |head| head.encode_utf16().count())
        };
        for problem in &mut pasted.problems {
            problem.start = units(problem.start);
            problem.end = units(problem.end);
        }
        object(&pasted)
    }

    /// Runs the scenarios among the sources; a request that says no order is asked in this one's.
    ///
    /// # Errors
    /// Never in practice: outcomes are plain data.
    pub fn test(&self) -> Result<JsValue, Wrong> {
        let order = self.compiled.order();
        object(&conformance::run_in(&self.policy, order))
    }
}

impl Authorizer {
    fn reviewed(&self, request: JsValue) -> Result<AccessReview, Wrong> {
        let request = request::access_request(&Argument::new("request", request))?;
        // kinds are looked up where a line may name them
        let context = if request.ask.is_text() {
            self.context()
        } else {
            &Context::default()
        };
        Ok(self.compiled.review(&request, context))
    }
}

/// Reads a spec and answers it.
fn ask<T>(spec: JsValue, answer: impl FnOnce(&Attributes<'_>) -> T) -> Result<T, Wrong> {
    let given = Argument::new("spec", spec);
    match request::spec(&given)?.attributes() {
        Ok(asked) => Ok(answer(&asked)),
        Err(error) => Err(given.is_wrong(error)),
    }
}
