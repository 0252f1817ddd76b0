//! Page or builder: which of the two is this program?

/// Starts the page.
#[cfg(target_arch = "wasm32")]
fn main() {
    aksess_web::app::main();
}

/// Runs the builder.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    aksess_web::builder::main(std::env::args().skip(1))
}
