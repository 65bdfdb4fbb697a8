//! Keys of one kind in one piece of memory: the keys of an entry parted by TAB, entries ended by LF,
//! and a sparse index of where entries begin. Knows nothing of what the keys mean.

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};
use std::ops::ControlFlow;

/// How many entries lie between two of the index.
pub const STRIDE: usize = 64;
const KEY_END: u8 = b'\t';
const ENTRY_END: u8 = b'\n';

/// So much of a text tells how often each byte stands in it.
const SAMPLE_BYTES: usize = 16 << 10;

/// How often each byte stands in a text, as far as its beginning tells: a search looks first for what is rare.
struct Ranks([u8; 256]);

impl Ranks {
    fn of(text: &[u8]) -> Self {
        let mut counts = [0_usize; 256];
        let sample = text.get(..SAMPLE_BYTES).unwrap_or(text);
        for byte in sample {
            counts[usize::from(*byte)] += 1;
        }
        let most = counts.iter().max().copied().unwrap_or(0).max(1);
        Self(counts.map(|count| u8::try_from(count * 255 / most).unwrap_or(u8::MAX)))
    }
}

impl HeuristicFrequencyRank for Ranks {
    fn rank(&self, byte: u8) -> u8 {
        self.0[usize::from(byte)]
    }
}

/// Where in its key a piece was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where the piece begins in the text.
    pub at: usize,
    /// Whether the key begins with it.
    pub first: bool,
    /// Whether the key ends with it.
    pub last: bool,
}

/// The keys of one kind, entry by entry.
#[derive(Clone, Debug, Default)]
pub struct Column {
    text: Vec<u8>,
    starts: Vec<u32>,
    len: usize,
}

impl Column {
    /// Adds the next entry with its keys. A key must not hold a control character.
    pub fn push<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>) {
        if self.len.is_multiple_of(STRIDE) {
            self.starts.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        let mut parted = false;
        for key in keys.into_iter().filter(|key| !key.is_empty()) {
            if parted {
                self.text.push(KEY_END);
            }
            self.text.extend_from_slice(key.as_bytes());
            parted = true;
        }
        self.text.push(ENTRY_END);
        self.len += 1;
    }

    /// A column as it was taken apart, of so many entries; nothing where the pieces do not fit.
    pub fn of_pieces(text: Vec<u8>, starts: Vec<u32>, len: usize) -> Option<Self> {
        let fits = starts.len() == len.div_ceil(STRIDE)
            && starts.is_sorted()
            && starts.last().is_none_or(|last| (*last as usize) < text.len());
        fits.then_some(Self { text, starts, len })
    }

    /// A searched text, made ready for this column.
    pub fn needle<'t>(&self, text: &'t str) -> Finder<'t> {
        FinderBuilder::new().build_forward_with_ranker(Ranks::of(&self.text), text)
    }

    /// How many entries there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Where every so manieth entry begins.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The whole text: for scans of another kind than [`Column::each`].
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// How many bytes it keeps in memory.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.starts.capacity() * size_of::<u32>()
    }

    /// Whether a byte parts keys.
    #[inline]
    pub const fn is_end(byte: u8) -> bool {
        matches!(byte, KEY_END | ENTRY_END)
    }

    /// The bytes of the line that begins at a place, its end among them.
    pub fn line_length(text: &[u8], at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
        memchr::memchr(ENTRY_END, rest).map_or(rest.len(), |end| end + 1)
    }

    /// Hands on every place where `needle`, made for this column, stands, in order, until told to stop.
    pub fn each(&self, needle: &Finder, mut take: impl FnMut(Place) -> ControlFlow<()>) {
        let length = needle.needle().len();
        // Overlapping places count: in 11111 the tail is found after the head.
        let mut from = 0;
        while let Some(found) = self.text.get(from..).and_then(|rest| needle.find(rest)) {
            let at = from + found;
            let is_end = |place: Option<usize>| place.and_then(|p| self.text.get(p)).is_none_or(|b| Self::is_end(*b));
            let place = Place { at, first: is_end(at.checked_sub(1)), last: is_end(Some(at + length)) };
            if take(place).is_break() {
                return;
            }
            from = at + 1;
        }
    }

    /// The entry in which a byte of the text lies.
    pub fn entry_at(&self, at: usize) -> usize {
        let block = self.starts.partition_point(|start| *start as usize <= at).saturating_sub(1);
        let start = self.starts.get(block).map_or(0, |start| *start as usize);
        let before = self.text.get(start..at).unwrap_or_default();
        block * STRIDE + memchr::memchr_iter(ENTRY_END, before).count()
    }

    /// The entries in which a needle stands, each once for every place, in order.
    pub fn each_entry(&self, needle: &Finder, mut take: impl FnMut(usize)) {
        let (mut counted, mut entry) = (0, 0);
        self.each(needle, |place| {
            let since = self.text.get(counted..place.at).unwrap_or_default();
            entry += memchr::memchr_iter(ENTRY_END, since).count();
            counted = place.at;
            take(entry);
            ControlFlow::Continue(())
        });
    }

    /// The keys of an entry.
    pub fn keys(&self, entry: usize) -> impl Iterator<Item = &str> {
        let start = self.starts.get(entry / STRIDE).map_or(self.text.len(), |start| *start as usize);
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split(|byte| *byte == ENTRY_END).nth(entry % STRIDE).unwrap_or_default();
        line.split(|byte| *byte == KEY_END)
            .filter_map(|key| std::str::from_utf8(key).ok())
            .filter(|key| !key.is_empty())
    }

    /// The same entries in another order.
    pub fn ordered(&self, order: &[u32]) -> Self {
        let ends: Vec<u32> =
            memchr::memchr_iter(ENTRY_END, &self.text).filter_map(|end| u32::try_from(end + 1).ok()).collect();
        let line = |entry: u32| {
            let before = (entry as usize).checked_sub(1).map_or(Some(&0), |before| ends.get(before));
            Some(*before? as usize..*ends.get(entry as usize)? as usize)
        };
        let starts = Vec::with_capacity(self.len.div_ceil(STRIDE));
        let mut ordered = Self { text: Vec::with_capacity(self.text.len()), starts, len: 0 };
        for line in order.iter().filter_map(|entry| line(*entry)) {
            if ordered.len.is_multiple_of(STRIDE) {
                ordered.starts.push(u32::try_from(ordered.text.len()).unwrap_or(u32::MAX));
            }
            ordered.text.extend_from_slice(self.text.get(line).unwrap_or_default());
            ordered.len += 1;
        }
        ordered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column(entries: &[Vec<String>]) -> Column {
        let mut column = Column::default();
        for keys in entries {
            column.push(keys.iter().map(String::as_str));
        }
        column
    }

    fn places(column: &Column, text: &str) -> Vec<(usize, bool, bool)> {
        let mut found = Vec::new();
        column.each(&column.needle(text), |place| {
            found.push((column.entry_at(place.at), place.first, place.last));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn says_where_in_a_key() {
        let column = column(&[vec!["张伟".into(), "伟".into()], vec![], vec!["张".into()]]);
        assert_eq!(places(&column, "伟"), [(0, false, true), (0, true, true)]);
        assert_eq!(places(&column, "张"), [(0, true, false), (2, true, true)]);
        assert_eq!(places(&column, "王"), []);
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            entries in prop::collection::vec(prop::collection::vec("[ab1]{1,4}", 0..3), 0..200),
            text in "[ab1]{1,3}",
        ) {
            let column = column(&entries);
            let mut expected = Vec::new();
            for (entry, key) in entries.iter().enumerate().flat_map(|(at, keys)| keys.iter().map(move |key| (at, key))) {
                for at in (0..key.len()).filter(|at| key[*at..].starts_with(&text)) {
                    expected.push((entry, at == 0, at + text.len() == key.len()));
                }
            }
            prop_assert_eq!(places(&column, &text), expected);
            let order: Vec<u32> = (0..u32::try_from(entries.len()).unwrap()).rev().collect();
            let turned = column.ordered(&order);
            for (at, keys) in entries.iter().enumerate() {
                prop_assert_eq!(&column.keys(at).collect::<Vec<_>>(), keys);
                prop_assert_eq!(&turned.keys(entries.len() - 1 - at).collect::<Vec<_>>(), keys);
            }
        }
    }
}
