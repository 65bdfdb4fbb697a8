//! A line of a spreadsheet pasted into a form: each cell goes to the field that it fits.

use super::{Body, Form};
use crate::rules::fold::clean;
use crate::rules::phone;
use crate::text::form::FieldName;
use crate::ui::action::Edit;
use crate::ui::input::TextLine;

/// What the name of a company has in it.
const COMPANY_WORDS: [&str; 12] =
    ["公司", "集团", "有限", "工厂", "事务所", "贸易", "科技", "实业", "银行", "Ltd", "Inc", "Co."];
/// More people than this do not come together: a larger number is something else.
const PARTY_MAX: u32 = 99;

impl Form {
    /// Puts the cells of a spreadsheet's line into the fields that they fit; tells whether the text was
    /// one. What fits nowhere is added to the note, the needs or the last line, so that nothing is lost.
    pub fn paste_cells(&mut self, text: &str) -> bool {
        let line = text.trim_matches(['\r', '\n']).lines().next().unwrap_or_default();
        if !line.contains('\t') || self.field(FieldName::Phone).is_none() {
            return false;
        }
        let mut left_over = Vec::new();
        for cell in line.split('\t').map(clean).filter(|cell| !cell.is_empty()) {
            if !self.place(&cell) {
                left_over.push(cell);
            }
        }
        if !left_over.is_empty() {
            let name = self.rest_goes_to();
            let rest = self.text(name).into_iter().chain(left_over).collect::<Vec<_>>().join(" ");
            self.fill(name, &rest);
        }
        self.focus = self.fields.iter().position(|field| field.name == FieldName::Phone).unwrap_or(self.focus);
        true
    }

    /// Where words go that fit nowhere else: a form without a note may ask for needs.
    fn rest_goes_to(&self) -> FieldName {
        let wanted = [FieldName::Note, FieldName::Needs].into_iter().find(|name| self.field(*name).is_some());
        let last = || self.fields.iter().rfind(|field| matches!(field.body, Body::Text(_))).map(|field| field.name);
        wanted.or_else(last).unwrap_or(FieldName::Phone)
    }

    fn place(&mut self, cell: &str) -> bool {
        let is_number = phone::normalise(cell).is_some();
        let is_party = cell.parse().is_ok_and(|count: u32| (1..=PARTY_MAX).contains(&count));
        // A household or a company decides to whom a client belongs: neither is guessed from where a cell stands.
        let wanted = if is_number {
            FieldName::Phone
        } else if is_party {
            FieldName::Party
        } else if COMPANY_WORDS.iter().any(|word| cell.contains(word)) {
            FieldName::Company
        } else {
            FieldName::Name
        };
        let is_free = self.field(wanted).is_some() && self.text(wanted).is_none();
        is_free && self.fill(wanted, cell)
    }

    /// Writes a text into a field that holds text; tells whether it is one.
    pub(super) fn fill(&mut self, name: FieldName, text: &str) -> bool {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        let line = match field.map(|field| &mut field.body) {
            Some(Body::Text(line)) => line,
            Some(Body::Client(lookup)) => {
                lookup.picked = None;
                &mut lookup.line
            }
            _ => return false,
        };
        line.edit(Edit::Clear);
        text.chars().for_each(|c| line.insert(c));
        true
    }
}

/// A line that begins with a text.
pub fn filled(text: &str) -> Body {
    let mut line = TextLine::default();
    text.chars().for_each(|c| line.insert(c));
    Body::Text(line)
}
