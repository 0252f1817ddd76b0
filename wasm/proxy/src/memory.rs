//! Where does the plugin's memory come from?
//!
//! From the standard library's allocator, which keeps books that cost more than what a request does with the dozen
//! small blocks it takes and gives back. So a few of those given back are kept by size, and are the next ones taken.
//!
//! *Invariants.* A block is kept only in the list of its size, and was taken from below with that size. Only so many
//! are kept that the memory of a machine does not show it.

#![expect(
    unsafe_code,
    clippy::cast_ptr_alignment,
    reason = "an allocator is an unsafe trait over raw memory, and every block is aligned to more than an address"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::null_mut;

/// Sizes are multiples of this.
const STEP: usize = 16;
/// So many sizes are kept.
const SIZES: usize = 16;
/// So many blocks of a size are kept.
const MOST: usize = 32;
/// What every block from below is aligned to.
const ALIGN: usize = 8;

/// The allocator of the plugin.
struct Memory([Kept; SIZES]);

/// Blocks of one size, each of which begins with the address of the next.
struct Kept {
    first: Cell<*mut u8>,
    count: Cell<usize>,
}

#[global_allocator]
static MEMORY: Memory = Memory(
    [const {
        Kept {
            first: Cell::new(null_mut()),
            count: Cell::new(0),
        }
    }; SIZES],
);

// SAFETY: a machine runs in one thread.
unsafe impl Sync for Memory {}

impl Memory {
    /// The list for blocks of a layout, and the layout they all have.
    #[inline]
    fn kept(&self, layout: Layout) -> Option<(&Kept, Layout)> {
        let at = layout.size().wrapping_sub(1) / STEP;
        let kept = self.0.get(at).filter(|_| layout.align() <= ALIGN)?;
        // SAFETY: the alignment is a power of two, and the size far from the largest.
        let whole = unsafe { Layout::from_size_align_unchecked((at + 1) * STEP, ALIGN) };
        Some((kept, whole))
    }
}

// SAFETY: a block comes from `System` with the layout that `kept` gives for it, and goes back with the same; in
// between it is in one list or in use.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((kept, whole)) = self.kept(layout) else {
            return unsafe { System.alloc(layout) };
        };
        let first = kept.first.get();
        if first.is_null() {
            return unsafe { System.alloc(whole) };
        }
        kept.first.set(unsafe { first.cast::<*mut u8>().read() });
        kept.count.set(kept.count.get() - 1);
        first
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match self.kept(layout) {
            Some((kept, _)) if kept.count.get() < MOST => {
                unsafe { block.cast::<*mut u8>().write(kept.first.get()) };
                kept.first.set(block);
                kept.count.set(kept.count.get() + 1);
            }
            Some((_, whole)) => unsafe { System.dealloc(block, whole) },
            None => unsafe { System.dealloc(block, layout) },
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: whoever calls keeps to the rules for sizes.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (self.kept(layout), self.kept(wanted)) {
            (None, None) => unsafe { System.realloc(block, layout, size) },
            (Some((_, is)), Some((_, whole))) if is == whole => block,
            _ => unsafe {
                let to = self.alloc(wanted);
                if !to.is_null() {
                    to.copy_from_nonoverlapping(block, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                to
            },
        }
    }
}
