//! The hash chain of the log: each row seals the one before it. Tamper-evident, not tamper-proof:
//! whoever holds the file can compute it again, so the head is also kept on paper.

use crate::rules::command::import::hexadecimal;
use sha2::{Digest, Sha256};
use std::fmt;

/// A link of the chain: SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first event has before it.
    pub const NONE: Self = Self([0; 32]);

    /// Reads a link back from its bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hexadecimal(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A row of the log, as the chain seals it.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// Its number.
    pub seq: u64,
    /// UTC microseconds.
    pub at: i64,
    /// Seconds east of UTC.
    pub offset: i32,
    /// Who.
    pub actor: Option<&'a str>,
    /// Number of the command's own row.
    pub command: u64,
    /// What kind of row.
    pub kind: &'a str,
    /// Its content, JSON.
    pub body: &'a str,
}

impl Sealed<'_> {
    /// The link that follows `prev`.
    #[must_use]
    pub fn link(&self, prev: &Hash) -> Hash {
        let Self { seq, at, offset, actor, command, kind, body } = self;
        let actor = actor.unwrap_or_default();
        let mut sha = Sha256::new();
        sha.update(prev.0);
        sha.update(format!("{seq}\n{at}\n{offset}\n{actor}\n{command}\n{kind}\n"));
        sha.update(body);
        Hash(sha.finalize().into())
    }
}
