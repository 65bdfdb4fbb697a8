//! The names by which the register knows things. An id is text chosen by the caller or made by the
//! program; one kind can never be passed where another is meant.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest id the register accepts, in characters.
pub const ID_CHARS_MAX: usize = 64;

/// Tells whether `text` may be given as a new id: 1 to 64 ASCII letters, digits, `-` or `_`.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let mut chars = 0;
    for c in text.chars() {
        chars += 1;
        if !(c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            return false;
        }
    }
    (1..=ID_CHARS_MAX).contains(&chars)
}

macro_rules! id {
    ($(#[$doc:meta] $name:ident;)*) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Looked up by its text: the two are compared and hashed alike.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// Someone who works on the floor (人员).
    StaffId;
    /// A client in the register (客户).
    ClientId;
    /// One visit of a client (来访).
    VisitId;
    /// A household or a company (同一家庭、同一公司).
    GroupId;
    /// A unit for sale (房源).
    UnitId;
    /// A deposit (定金).
    DepositId;
    /// A telephone call (来电).
    CallId;
    /// A recorded violation (违规).
    ViolationId;
    /// Something a manager must look at (待办).
    ItemId;
}
