//! Personal words, apart from the log. The log carries a commitment keyed by a random salt: while
//! the words are there, any edit of them shows; when a person is erased, the chain stays whole.

use super::fault::Fault;
use crate::rules::command::import::hexadecimal;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

/// Fields of commands that hold names, numbers and free words.
pub const PRIVATE_FIELDS: &[&str] = &[
    "name",
    "phone",
    "company",
    "household",
    "companion_phone",
    "address",
    "note",
    "needs",
    "reason",
    "outcome",
    "source",
    "project",
    "refer_to",
    "ruling",
    "carried",
];

/// The field of a request that holds the command asked for.
pub const WRAPPED_FIELD: &str = "command";

/// Words taken out of a command, with the salt and the commitment to them.
#[derive(Clone, Debug)]
pub struct SealedWords {
    /// The key of the commitment.
    pub salt: [u8; 16],
    /// The words, canonical JSON.
    pub words: String,
    /// HMAC-SHA-256 of the words, in hexadecimal.
    pub commitment: String,
}

/// Takes the private fields out of a command's fields; nothing when there are none.
///
/// # Errors
/// When the system gives no random bytes.
pub fn seal(fields: &mut Map<String, Value>) -> Result<Option<SealedWords>, Fault> {
    let private = take_words(fields);
    if private.is_empty() { Ok(None) } else { seal_words(Value::Object(private).to_string()).map(Some) }
}

/// Seals words that are taken out already.
///
/// # Errors
/// When the system gives no random bytes.
pub fn seal_words(words: String) -> Result<SealedWords, Fault> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(seal_words_with(salt, words))
}

/// Seals words that are taken out already with a salt that nobody has used.
#[must_use]
pub fn seal_words_with(salt: [u8; 16], words: String) -> SealedWords {
    let commitment = commitment(&salt, &words);
    SealedWords { salt, words, commitment }
}

/// Takes out and gives what a command's fields hold of names, numbers and free words; those of a command
/// wrapped in a request too, under the field it is wrapped in.
pub fn take_words(fields: &mut Map<String, Value>) -> Map<String, Value> {
    let mut private = Map::new();
    for name in PRIVATE_FIELDS {
        // An empty list says nothing of anybody.
        if fields.get(*name).and_then(Value::as_array).is_some_and(Vec::is_empty) {
            continue;
        }
        if let Some(value) = fields.remove(*name) {
            private.insert((*name).to_owned(), value);
        }
    }
    // What tells an import's rows from others is made of people's words: guessing them would give it.
    if let Some(Value::Object(rows)) = fields.get_mut("rows")
        && rows.contains_key("digest")
    {
        private.insert("rows".to_owned(), Value::Object(rows.clone()));
        rows.remove("digest");
    }
    if let Some(Value::Object(wrapped)) = fields.get_mut(WRAPPED_FIELD) {
        let inner = take_words(wrapped);
        if !inner.is_empty() {
            private.insert(WRAPPED_FIELD.to_owned(), Value::Object(inner));
        }
    }
    private
}

/// Puts the private fields back.
pub fn unseal(fields: &mut Map<String, Value>, words: &str) {
    if let Ok(Value::Object(private)) = serde_json::from_str(words) {
        put_back(fields, private);
    }
}

fn put_back(fields: &mut Map<String, Value>, private: Map<String, Value>) {
    for (name, value) in private {
        match (fields.get_mut(&name), value) {
            (Some(Value::Object(wrapped)), Value::Object(inner)) if name == WRAPPED_FIELD => put_back(wrapped, inner),
            (_, value) => {
                fields.insert(name, value);
            }
        }
    }
}

/// The commitment to some words under a salt.
#[must_use]
pub fn commitment(salt: &[u8], words: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(salt) else { return String::new() };
    mac.update(words.as_bytes());
    hexadecimal(&mac.finalize().into_bytes())
}
