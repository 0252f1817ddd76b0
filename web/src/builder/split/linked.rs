//! What did the linker note of the program it made?
//!
//! Asked to (`--emit-relocs`), it keeps where in code and in data it wrote an address, and of what; and where each
//! constant stands. All of it counts from the beginning of a section, and is told here by places in the file.
//!
//! *Source:* `Linking.md` of the WebAssembly tool conventions ("Relocation Sections", "Symbol Table Subsection").

use std::collections::HashMap;
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, DataKind, DefinedDataSymbol, KnownCustom, Linking, Name, Operator, Parser,
    Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

/// What the linker noted.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) functions: Vec<Function>,
    pub(super) constants: Vec<Constant>,
    pub(super) addresses: Vec<Address>,
}

/// The body of a function in the file.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) body: Range<usize>,
    pub(super) name: String,
}

/// Bytes that are in memory from the beginning.
#[derive(Debug)]
pub(super) struct Constant {
    pub(super) in_file: Range<usize>,
    pub(super) in_memory: Range<u32>,
}

/// An address that was written.
#[derive(Debug)]
pub(super) struct Address {
    /// Where in the file.
    pub(super) at: usize,
    pub(super) of: Of,
}

/// What is there: a constant or a function, by its place in the lists above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Constant(usize),
    Function(usize),
}

impl Linked {
    /// Reads a module as it was linked.
    pub(super) fn of(module: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut sections = Sections::default();
        for payload in Parser::new(0).parse_all(module) {
            sections.take(payload?)?;
        }
        Ok(sections.told())
    }

    /// The name of the function whose body holds this place of the file.
    pub(super) fn function_at(&self, at: usize) -> Option<&str> {
        let after = self.functions.partition_point(|of| of.body.start <= at);
        let function = self.functions.get(after.checked_sub(1)?)?;
        function
            .body
            .contains(&at)
            .then_some(function.name.as_str())
    }

    /// The constants that hold this place of the file: the end of one may be another.
    pub(super) fn constants_at(&self, at: usize) -> impl Iterator<Item = usize> {
        let constants = self.constants.iter().enumerate();
        constants
            .filter(move |(_, of)| of.in_file.contains(&at))
            .map(|(number, _)| number)
    }
}

/// The sections that matter.
#[derive(Default)]
struct Sections<'m> {
    imported: usize,
    bodies: Vec<Range<usize>>,
    /// Where the bytes of each segment stand in the file, and where they go in memory.
    segments: Vec<(Range<usize>, u32)>,
    names: HashMap<usize, &'m str>,
    symbols: Vec<SymbolInfo<'m>>,
    code: usize,
    data: usize,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

impl<'m> Sections<'m> {
    fn take(&mut self, payload: Payload<'m>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    self.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => self.code = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::DataSection(section) => {
                self.data = section.range().start;
                for segment in section {
                    let segment = segment?;
                    let end = segment.range.end;
                    let start = end.saturating_sub(segment.data.len());
                    self.segments.push((start..end, begin(&segment.kind)?));
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(parts) => {
                    for part in parts {
                        self.take_names(part?)?;
                    }
                }
                KnownCustom::Linking(parts) => {
                    for part in parts.subsections() {
                        if let Linking::SymbolTable(symbols) = part? {
                            self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                        }
                    }
                }
                KnownCustom::Reloc(of) if section.name() == "reloc.CODE" => {
                    self.in_code = of.entries().into_iter().collect::<Result<_, _>>()?;
                }
                KnownCustom::Reloc(of) if section.name() == "reloc.DATA" => {
                    self.in_data = of.entries().into_iter().collect::<Result<_, _>>()?;
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn take_names(&mut self, part: Name<'m>) -> Result<(), BinaryReaderError> {
        if let Name::Function(names) = part {
            for name in names {
                let name = name?;
                self.names.insert(name.index as usize, name.name);
            }
        }
        Ok(())
    }

    fn told(self) -> Linked {
        let mut constants = Vec::new();
        // which of the constants a symbol is
        let mut numbers = HashMap::new();
        for (symbol, info) in self.symbols.iter().enumerate() {
            let SymbolInfo::Data {
                symbol: defined, ..
            } = info
            else {
                continue;
            };
            if let Some(constant) = defined.and_then(|of| self.constant(of)) {
                numbers.insert(symbol, constants.len());
                constants.push(constant);
            }
        }
        let address = |of: &RelocationEntry, section: usize| {
            Some(Address {
                at: section + of.offset as usize,
                of: self.target(of, &numbers)?,
            })
        };
        let in_code = self.in_code.iter().filter_map(|of| address(of, self.code));
        let in_data = self.in_data.iter().filter_map(|of| address(of, self.data));
        let addresses = in_code.chain(in_data).collect();
        let named = self.bodies.iter().enumerate().map(|(at, body)| Function {
            body: body.clone(),
            name: self
                .names
                .get(&(self.imported + at))
                .copied()
                .unwrap_or_default()
                .to_owned(),
        });
        Linked {
            functions: named.collect(),
            constants,
            addresses,
        }
    }

    fn constant(&self, of: DefinedDataSymbol) -> Option<Constant> {
        let (bytes, begin) = self.segments.get(of.index as usize)?;
        let start = bytes.start + of.offset as usize;
        let at = begin + of.offset;
        Some(Constant {
            in_file: start..start + of.size as usize,
            in_memory: at..at + of.size,
        })
    }

    fn target(&self, of: &RelocationEntry, numbers: &HashMap<usize, usize>) -> Option<Of> {
        use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
        use RelocationType::{TableIndexI32, TableIndexSleb};
        let symbol = of.index as usize;
        match (of.ty, self.symbols.get(symbol)?) {
            (MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb, _) => {
                numbers.get(&symbol).copied().map(Of::Constant)
            }
            (TableIndexI32 | TableIndexSleb, SymbolInfo::Func { index, .. }) => {
                let at = (*index as usize).checked_sub(self.imported);
                at.map(Of::Function)
            }
            _ => None,
        }
    }
}

/// Where an active segment begins in memory.
fn begin(kind: &DataKind<'_>) -> Result<u32, BinaryReaderError> {
    if let DataKind::Active { offset_expr, .. } = kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value.cast_unsigned());
    }
    Ok(0)
}
