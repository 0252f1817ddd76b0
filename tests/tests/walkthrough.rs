//! Does the walkthrough of seed 004 read well, written down as one page?

use aksess::{Policy, Source, conformance, report};
use aksess_tests::root;
use std::fs;

#[test]
fn the_walkthrough_is_one_page() {
    let path = root().join("tests/scenarios/chain/seed-004-walkthrough.yaml");
    let text = fs::read_to_string(path).unwrap();
    let policy = Policy::parse(&[Source::new("seed-004-walkthrough.yaml", text)]);
    let outcomes = conformance::run(&policy);
    let title = outcomes.first().map_or("", |of| of.title.as_str());
    let mut page = vec![format!("# {title}")];
    for of in &outcomes {
        page.push(format!("## `{}`", of.request));
        // Its headings stand below this one.
        let review = report::review_markdown(&of.review);
        page.push(format!("##{}", review.replace("\n#", "\n###")));
    }
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("walkthrough", page.join("\n\n"));
    });
}
