//! The words of the log and of going back in it.

super::phrases! {
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
    /// There is nothing older or newer.
    NoFurther: "登记簿到头了" "the log ends here",
}
