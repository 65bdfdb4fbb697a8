//! The words of the log and of going back in it.

use super::Lang;

macro_rules! phrases {
    ($($(#[$doc:meta])* $variant:ident: $zh:literal $en:literal,)*) => {
        /// A phrase of the log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Phrase { $($(#[$doc])* $variant,)* }

        impl Phrase {
            /// The words.
            #[must_use]
            pub const fn get(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($zh, $en),)* }
            }
        }
    };
}

phrases! {
    /// The log.
    Log: "登记簿" "Log",
    /// Everything is shown.
    All: "全部" "everything",
    /// What followed from an entry.
    Followed: "这一笔" "This entry",
    /// An entry.
    Entry: "登记簿第" "Entry",
    /// It was taken back.
    Struck: "划" "struck",
    /// By which undo it was taken back.
    StruckBy: "已划掉，见第 " "struck out by entry ",
    /// The board as it stood.
    Past: "回看" "As it stood",
    /// After an entry.
    After: "这一笔之后的接待台" "the board after this entry",
    /// There is nothing older or newer.
    NoFurther: "登记簿到头了" "the log ends here",
}
