//! The interface's words, Chinese and English side by side, and how text is measured and written.
//! Knows what to say, never whether something is allowed.

pub mod approval;
pub mod backup;
pub mod bar;
pub mod because;
pub mod calls;
pub mod case;
pub mod client;
pub mod clients;
pub mod closing;
pub mod config;
pub mod discipline;
pub mod export;
pub mod facts;
pub mod fairness;
pub mod fault;
pub mod figures;
pub mod form;
pub mod import;
pub mod inbox;
pub mod keys;
pub mod log;
pub mod moment;
pub mod money;
pub mod order;
pub mod pins;
pub mod policies;
pub mod receipt;
pub mod refusal;
pub mod report;
pub mod roster;
pub mod rulebook;
pub mod screen;
pub mod setup;
pub mod told;
pub mod units;
pub mod why;
pub mod width;
pub mod words;

/// A list of texts shown, each in Chinese and in English, as an enum whose `get` tells the words of a
/// language; it is called `Phrase` unless a name is given. A missing text does not compile.
macro_rules! phrases {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident: $zh:literal $en:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// The words.
            #[must_use]
            pub const fn get(self, lang: $crate::text::Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($zh, $en),)* }
            }
        }
    };
    ($($table:tt)*) => {
        $crate::text::phrases! {
            /// A phrase of the screen.
            Phrase { $($table)* }
        }
    };
}
use phrases;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Picks the width of this language's words, in cells.
    #[must_use]
    pub const fn pick_cells(self, (zh, en): (usize, usize)) -> usize {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// Picks the text of this language.
    #[must_use]
    pub const fn pick<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}
