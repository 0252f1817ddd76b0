//! Which part brings which bytes of memory?
//!
//! What functions of the rest alone can get at comes with the rest, and all else with the first part. Both write into
//! the one memory they share, each its own places.

use std::ops::Range;

use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataKind, MemoryId, Module};

use super::addresses::without;

/// Fewer bytes than this are not worth a segment of their own, which takes about eight.
const LEAST: u32 = 16;

/// Bytes and where they go.
struct Segment {
    memory: MemoryId,
    start: u32,
    bytes: Vec<u8>,
}

/// The ranges that are worth being brought later.
pub(super) fn worth(ranges: &[Range<u32>]) -> Vec<Range<u32>> {
    let is_worth = |of: &&Range<u32>| of.end - of.start >= LEAST;
    ranges.iter().filter(is_worth).cloned().collect()
}

/// Leaves data of these ranges out of a module.
pub(super) fn leave_out(module: &mut Module, ranges: &[Range<u32>]) {
    let pieces = |whole: Range<u32>| without(whole, ranges);
    replace(module, pieces);
}

/// Leaves data of all other ranges out of a module.
pub(super) fn keep(module: &mut Module, ranges: &[Range<u32>]) {
    let others = module.data.iter().filter(|of| segment(of).is_none());
    for id in others.map(Data::id).collect::<Vec<_>>() {
        module.data.delete(id);
        for memory in module.memories.iter_mut() {
            memory.data_segments.remove(&id);
        }
    }
    let pieces = |whole: Range<u32>| {
        let within = ranges
            .iter()
            .map(|of| of.start.max(whole.start)..of.end.min(whole.end));
        within.filter(|of| of.start < of.end).collect()
    };
    replace(module, pieces);
}

/// Has only these pieces of each segment.
fn replace(module: &mut Module, pieces: impl Fn(Range<u32>) -> Vec<Range<u32>>) {
    let ids: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in ids {
        let Some(segment) = segment(module.data.get(id)) else {
            continue;
        };
        module.data.delete(id);
        module
            .memories
            .get_mut(segment.memory)
            .data_segments
            .remove(&id);
        let end = segment.start + u32::try_from(segment.bytes.len()).unwrap_or_default();
        for piece in pieces(segment.start..end) {
            let within = |at: u32| (at - segment.start) as usize;
            let bytes = segment.bytes.get(within(piece.start)..within(piece.end));
            let offset = ConstExpr::Value(Value::I32(piece.start.cast_signed()));
            let memory = segment.memory;
            let kind = DataKind::Active { memory, offset };
            let id = module.data.add(kind, bytes.unwrap_or_default().to_vec());
            module.memories.get_mut(memory).data_segments.insert(id);
        }
    }
}

/// A segment that is put into memory by itself, at a place that is written there.
fn segment(data: &Data) -> Option<Segment> {
    let DataKind::Active {
        memory,
        offset: ConstExpr::Value(Value::I32(start)),
    } = &data.kind
    else {
        return None;
    };
    Some(Segment {
        memory: *memory,
        start: start.cast_unsigned(),
        bytes: data.value.clone(),
    })
}
