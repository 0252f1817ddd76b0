//! How are lists of numbers written, so that most of them take a byte or two?
//!
//! A list is its length and then one column after the other; a column is the width of its numbers, which
//! is 1, 2 or 4 bytes, and its numbers, little-endian. The width is the smallest that the greatest number of
//! the column allows, so there is one way to write a list.

use super::Refusal;
use super::bytes::{CUT_OFF, Reader, Writer};

/// What every number is below.
pub(super) const ANY: u64 = 1 << 32;

/// So many items are put together at once.
const BLOCK: usize = 64;

/// A column that is read.
#[derive(Debug, Clone, Copy)]
enum Column<'b> {
    Bytes(&'b [u8]),
    Pairs(&'b [[u8; 2]]),
    Fours(&'b [[u8; 4]]),
}

/// Ends made of lengths.
#[derive(Debug, Default)]
pub(super) struct Ends(u64);

fn width(greatest: u32) -> u8 {
    match greatest {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    }
}

impl Writer {
    pub(super) fn list<const N: usize>(&mut self, items: &[[u32; N]]) {
        self.length(items.len());
        for at in 0..N {
            let column = items.iter().filter_map(|item| item.get(at).copied());
            let width = width(column.clone().max().unwrap_or(0));
            self.raw(&[width]);
            for number in column {
                let bytes = number.to_le_bytes();
                self.raw(bytes.get(..width.into()).unwrap_or(&bytes));
            }
        }
    }
}

impl<'b> Reader<'b> {
    /// A list of items of `N` numbers, each below its limit. Nothing is allocated but for items of which
    /// the bytes hold the numbers.
    pub(super) fn list<T, const N: usize>(
        &mut self,
        what: &'static str,
        limits: [u64; N],
        mut item: impl FnMut([u32; N]) -> T,
    ) -> Result<Vec<T>, Refusal> {
        let length = self.number()? as usize;
        let mut columns = [Column::Bytes(&[]); N];
        for (column, limit) in columns.iter_mut().zip(limits) {
            *column = self.column(length)?;
            let (is_narrow, greatest) = column.greatest();
            if !is_narrow || length > 0 && u64::from(greatest) >= limit {
                return Err(Refusal::Invalid { what });
            }
        }
        let mut items = Vec::with_capacity(length);
        let mut block = [[0; N]; BLOCK];
        while items.len() < length {
            let count = BLOCK.min(length - items.len());
            for (at, column) in columns.iter_mut().enumerate() {
                column.read(block.as_flattened_mut(), at, N);
            }
            items.extend(block.iter().take(count).map(|numbers| item(*numbers)));
        }
        Ok(items)
    }

    fn column(&mut self, length: usize) -> Result<Column<'b>, Refusal> {
        let width = self.byte()?;
        let bytes = self.take(length.checked_mul(width.into()).ok_or(CUT_OFF)?)?;
        match width {
            1 => Ok(Column::Bytes(bytes)),
            2 => Ok(Column::Pairs(bytes.as_chunks().0)),
            4 => Ok(Column::Fours(bytes.as_chunks().0)),
            _ => Err(CUT_OFF),
        }
    }
}

impl Column<'_> {
    /// Whether the width is the one that is written, and the greatest number.
    fn greatest(&self) -> (bool, u32) {
        let (written, greatest) = match self {
            Self::Bytes(numbers) => (1, numbers.iter().fold(0, |most, of| most.max(*of)).into()),
            Self::Pairs(numbers) => {
                let numbers = numbers.iter().map(|of| u16::from_le_bytes(*of));
                (2, numbers.fold(0, u16::max).into())
            }
            Self::Fours(numbers) => {
                let numbers = numbers.iter().map(|of| u32::from_le_bytes(*of));
                (4, numbers.fold(0, u32::max))
            }
        };
        (written == width(greatest), greatest)
    }

    /// Reads the next numbers into every `step`th place from the first one, as many as there are of both. Not a
    /// part of [`Reader::list`], which is compiled once for every kind of item.
    fn read(&mut self, places: &mut [u32], first: usize, step: usize) {
        let places = places.get_mut(first..).unwrap_or_default();
        let places = places.chunks_mut(step).filter_map(<[u32]>::first_mut);
        match self {
            Self::Bytes(numbers) => put(numbers, places, u32::from),
            Self::Pairs(numbers) => put(numbers, places, |of| u16::from_le_bytes(of).into()),
            Self::Fours(numbers) => put(numbers, places, u32::from_le_bytes),
        }
    }
}

fn put<'p, T: Copy>(
    from: &mut &[T],
    places: impl Iterator<Item = &'p mut u32>,
    number: impl Fn(T) -> u32,
) {
    let (now, rest) = from.split_at(BLOCK.min(from.len()));
    for (place, of) in places.zip(now) {
        *place = number(*of);
    }
    *from = rest;
}

impl Ends {
    /// Where what is this long ends.
    #[inline]
    pub(super) fn next(&mut self, length: u32) -> u32 {
        self.0 += u64::from(length);
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }

    /// Whether the last one is the end of a table of this length.
    pub(super) fn are_of(&self, length: usize) -> bool {
        u64::try_from(length).is_ok_and(|length| length == self.0)
    }
}

/// The lengths of which ends are made.
pub(super) fn lengths(ends: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let mut before = 0;
    ends.map(move |end| end.wrapping_sub(std::mem::replace(&mut before, end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(items: &[[u32; 2]]) -> Vec<u8> {
        let mut out = Writer::default();
        out.list(items);
        out.finish()
    }

    fn read(bytes: &[u8], limits: [u64; 2]) -> Result<Vec<[u32; 2]>, Refusal> {
        let mut reader = Reader::new(bytes);
        let items = reader.list("numbers", limits, |item| item)?;
        reader.end()?;
        Ok(items)
    }

    #[test]
    fn a_list_is_as_wide_as_its_greatest_number() {
        for (greatest, width) in [
            (0xFF, 1),
            (0x100, 2),
            (0xFFFF, 2),
            (0x1_0000, 4),
            (u32::MAX, 4),
        ] {
            for length in [1, 63, 64, 65, 200] {
                let mut items: Vec<_> = (0..length).map(|at| [at, 7]).collect();
                items[length as usize / 2][0] = greatest;
                let bytes = written(&items);
                let columns = 2 + length as usize * (width + 1);
                assert_eq!(bytes.len(), 4 + columns, "{greatest} {length}");
                assert_eq!(read(&bytes, [ANY; 2]).unwrap(), items);
                assert_eq!(read(&bytes, [u64::from(greatest) + 1, 8]).unwrap(), items);
                for limits in [[u64::from(greatest), ANY], [ANY, 7]] {
                    let refusal = Refusal::Invalid { what: "numbers" };
                    assert_eq!(read(&bytes, limits).unwrap_err(), refusal);
                }
            }
        }
        assert_eq!(read(&written(&[]), [0, 0]).unwrap(), Vec::<[u32; 2]>::new());
    }

    #[test]
    fn there_is_one_way_to_write_a_list() {
        let whole = written(&[[1, 0x1234], [2, 5]]);
        assert_eq!(whole, [2, 0, 0, 0, 1, 1, 2, 2, 0x34, 0x12, 5, 0]);
        let numbers = Err(Refusal::Invalid { what: "numbers" });
        let wide = [2, 0, 0, 0, 2, 1, 0, 2, 0, 2, 0x34, 0x12, 5, 0];
        assert_eq!(read(&wide, [ANY; 2]), numbers);
        let empty_and_wide = [0, 0, 0, 0, 1, 4];
        assert_eq!(read(&empty_and_wide, [ANY; 2]), numbers);
        // a width of nothing would promise numbers that no byte holds
        let endless = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0];
        assert_eq!(read(&endless, [ANY; 2]), Err(CUT_OFF));
        let three = [1, 0, 0, 0, 3, 0, 0, 1, 1, 0];
        assert_eq!(read(&three, [ANY; 2]), Err(CUT_OFF));
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end], [ANY; 2]), Err(CUT_OFF), "{end}");
        }
    }

    #[test]
    fn lengths_become_ends_again() {
        let lengths: Vec<_> = lengths([2, 2, 9].into_iter()).collect();
        assert_eq!(lengths, [2, 0, 7]);
        let mut end = Ends::default();
        let ends: Vec<_> = lengths.into_iter().map(|of| end.next(of)).collect();
        assert_eq!(ends, [2, 2, 9]);
        assert!(end.are_of(9) && !end.are_of(8) && !end.are_of(10));
        // beyond 32 bits nothing begins again at nothing
        assert_eq!(end.next(u32::MAX), u32::MAX);
        assert!(!end.are_of(8) && !end.are_of(u32::MAX as usize));
    }
}
