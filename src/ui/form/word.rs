//! The word with which something is carried over to another day.

use super::{Form, Wrong, filled};
use crate::text::form::{FieldName, FormTitle};

impl Form {
    /// The form, with the word given before.
    pub fn word(given: &str) -> Self {
        Self::new(FormTitle::Carry, vec![(FieldName::Word, filled(given))])
    }

    /// The word.
    ///
    /// # Errors
    /// When there is none.
    pub fn carry_word(&self) -> Result<String, Wrong> {
        self.needed(FieldName::Word)
    }
}
