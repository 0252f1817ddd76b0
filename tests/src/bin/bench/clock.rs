//! How long does one call take?

use std::time::Instant;

const WINDOW: usize = 100;
const WINDOWS: usize = 400;

/// Nanoseconds of one call, as the median over windows of a hundred calls, each of the next in turn.
/// Slow calls have fewer and smaller windows: the median does not need them all.
pub(crate) fn median<T>(of: &[T], mut call: impl FnMut(&T)) -> f64 {
    let mut windows = Vec::new();
    let started = Instant::now();
    let mut turn = of.iter().cycle();
    let calls = WINDOW.min(of.len());
    while windows.len() < WINDOWS && (windows.len() < 5 || started.elapsed().as_millis() < 1_500) {
        let start = Instant::now();
        for item in turn.by_ref().take(calls) {
            call(item);
        }
        windows.push(start.elapsed().as_nanos() as f64 / calls.max(1) as f64);
    }
    windows.sort_by(f64::total_cmp);
    windows.get(windows.len() / 2).copied().unwrap_or_default()
}

/// Seconds of one call, the median of five.
pub(crate) fn seconds<T>(mut call: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..5 {
        drop(last.take());
        let start = Instant::now();
        let made = call();
        times.push(start.elapsed().as_secs_f64());
        last = Some(made);
    }
    times.sort_by(f64::total_cmp);
    (times.get(2).copied().unwrap_or_default(), last.unwrap())
}
