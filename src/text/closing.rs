//! The words of closing a day (收班): what is still open, how each is settled, and the closing sheet.

use super::because::name;
use super::{Lang, words};
use crate::rules::closing::Open;
use crate::rules::floor::{Floor, ItemKind};
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::{Date, Timestamp};
use std::path::Path;

super::phrases! {
    /// The sheet's title.
    SheetTitle: "收班单" "Closing sheet",
    /// The day.
    Day: "日期" "Date",
    /// When it opened.
    OpenedAt: "开班" "Opened",
    /// When it closed, and by whom.
    ClosedAt: "收班" "Closed",
    /// By a manager's force.
    Forced: "（经理强制，没办完的一并了结）" " (forced by a manager, with all that was still open)",
    /// Who was in the order.
    OnDuty: "当班" "On duty",
    /// Arrivals.
    Arrivals: "来访" "Arrivals",
    /// Calls.
    Calls: "来电" "Calls",
    /// The people.
    People: "接待与轮次" "Receptions and turns",
    /// Their names.
    Name: "姓名" "Name",
    /// Receptions.
    Receptions: "接待" "All",
    /// Of them by rotation.
    Rotation: "轮接" "rota",
    /// Of them own clients.
    Own: "本人" "own",
    /// Of them clients who named them.
    Named: "指定" "named",
    /// Of them for somebody else.
    Assist: "代接" "asst",
    /// Of them against the rules.
    Grabbed: "抢接" "grab",
    /// Turns that passed.
    Passed: "轮次" "Turns",
    /// Turns on which a client was received.
    Taken: "接" "took",
    /// Turns used without a client.
    Consumed: "用" "used",
    /// Make-ups made.
    MadeUp: "补" "made",
    /// Turns owed at the end.
    Owed: "欠补" "owed",
    /// Deposits.
    Deposits: "定金" "Deposits",
    /// The deposit's id.
    Deposit: "编号" "No.",
    /// The time of something.
    Time: "时间" "Time",
    /// The unit.
    Unit: "房源" "Unit",
    /// The client's id.
    Client: "客户" "Client",
    /// Who took it.
    TakenBy: "经手" "By",
    /// Amount in figures.
    Amount: "金额（元）" "Amount (yuan)",
    /// Amount in capitals.
    Capitals: "大写" "In capitals",
    /// Together.
    Total: "合计" "Total",
    /// Deposits given back.
    Refunds: "退还定金" "Deposits given back",
    /// Violations.
    Violations: "违规" "Violations",
    /// Who.
    Who: "人员" "Who",
    /// What.
    What: "事由" "What",
    /// At which visit.
    Visit: "来访" "Visit",
    /// The penalty.
    Penalty: "处罚" "Penalty",
    /// Taken back the same day.
    Voided: "已撤销" "taken back",
    /// Violations of earlier days taken back.
    VoidedEarlier: "撤销以前的违规" "Taken back of earlier days",
    /// What was carried over.
    Carried: "结转" "Carried over",
    /// The word with it.
    Word: "说明" "Word",
    /// Nothing in this section.
    Nothing: "无" "none",
    /// The digest.
    Digest: "当日校验码" "The day's digest",
    /// How it is checked.
    Check: "核对：lunpai verify --against “校验码”" "To check: lunpai verify --against \"the digest\"",
    /// Signatures.
    Signatures: "签字" "Signatures",
    /// The manager signs.
    Manager: "经理" "Manager",
    /// Whoever closed the day signs.
    Closer: "收班人" "Closed by",
    /// The desk, where nobody was named.
    Desk: "前台" "the desk",
}

/// Clients of the day: how many came, were received, and left.
#[must_use]
pub fn arrivals(lang: Lang, came: u32, received: u32, left: u32) -> String {
    match lang {
        Lang::Zh => format!("{came} 组，接待 {received}，未接待离开 {left}"),
        Lang::En => format!("{came}, received {received}, left without {left}"),
    }
}

/// Calls of the day.
#[must_use]
pub fn calls(lang: Lang, answered: u32, missed: u32) -> String {
    match lang {
        Lang::Zh => format!("接听 {answered}，未接 {missed}"),
        Lang::En => format!("answered {answered}, missed {missed}"),
    }
}

/// So many deposits.
#[must_use]
pub fn count(lang: Lang, count: u32) -> String {
    match lang {
        Lang::Zh => format!("{count} 笔"),
        Lang::En => count.to_string(),
    }
}

/// What something still open is, in a few words. Clients appear by their visits only.
#[must_use]
pub fn what(lang: Lang, floor: &Floor, open: &Open) -> String {
    let time = |at: Timestamp| at.in_zone(floor.zone).format("%H:%M").to_string();
    match (lang, open) {
        (Lang::Zh, Open::Waiting(visit)) => format!("来访 {visit} 在等候"),
        (Lang::En, Open::Waiting(visit)) => format!("visit {visit} waits"),
        (_, Open::Receiving(visit)) => receiving(lang, floor, visit),
        (Lang::Zh, Open::Running(call)) => format!("来电 {call} 在通话"),
        (Lang::En, Open::Running(call)) => format!("call {call} is running"),
        (_, Open::CallBack(call)) => {
            let at = floor.calls.get(call).map(|call| time(call.at)).unwrap_or_default();
            match lang {
                Lang::Zh => format!("未接来电 {call}（{at}）要回电"),
                Lang::En => format!("missed call {call} ({at}) to return"),
            }
        }
        (_, Open::Notice(visit)) => notice(lang, floor, visit),
        (_, Open::Item(item)) => {
            let found = floor.inbox.iter().find(|other| other.id == *item);
            let kind = found.map_or("", |item| match (item.kind, item.flag) {
                (ItemKind::Flag, Some(flag)) => words::flag(lang, flag),
                (kind, _) => words::item(lang, kind),
            });
            let about = found.map_or("", |item| item.about.as_str());
            match lang {
                Lang::Zh => format!("待办 {item}：{kind} {about}"),
                Lang::En => format!("inbox {item}: {kind} {about}"),
            }
        }
        (Lang::Zh, Open::Hold(unit)) => format!("房源 {unit} 的保留到期"),
        (Lang::En, Open::Hold(unit)) => format!("the hold of unit {unit} ends"),
        (_, Open::Owed(staff)) => owed(lang, floor, staff),
    }
}

fn receiving(lang: Lang, floor: &Floor, visit: &VisitId) -> String {
    let receiver = floor.visit(visit).and_then(|visit| visit.receiver.as_ref()).map_or("", |staff| name(floor, staff));
    match lang {
        Lang::Zh => format!("来访 {visit} 由{receiver}接待中"),
        Lang::En => format!("visit {visit} is with {receiver}"),
    }
}

fn notice(lang: Lang, floor: &Floor, visit: &VisitId) -> String {
    let of = floor.visit(visit).and_then(|visit| visit.notice.as_ref()).map(|notice| &notice.of);
    let (holder, named) = of.map_or(("", ""), |of| (name(floor, &of.holder), name(floor, &of.named)));
    match lang {
        Lang::Zh => format!("来访 {visit}：{holder}须转告{named}"),
        Lang::En => format!("visit {visit}: {holder} must tell {named}"),
    }
}

fn owed(lang: Lang, floor: &Floor, staff: &StaffId) -> String {
    let (who, turns) = (name(floor, staff), floor.owed_to(staff));
    match lang {
        Lang::Zh => format!("{who}欠补 {turns}"),
        Lang::En => format!("{who} is owed {turns}"),
    }
}

/// How something still open is settled, in a few words.
#[must_use]
pub const fn how(lang: Lang, open: &Open) -> &'static str {
    match open {
        Open::Waiting(_) => lang.pick("客户走了记离开（w），不能结转", "enter that they left (w); cannot be carried"),
        Open::Receiving(_) => lang.pick("送客（F4），不能结转", "end the reception (F4); cannot be carried"),
        Open::Running(_) => lang.pick("挂断（h），不能结转", "hang up (h); cannot be carried"),
        Open::CallBack(_) => lang.pick("回电（r）或结转", "call back (r), or carry over"),
        Open::Notice(_) => lang.pick("转告（g）或结转", "tell (g), or carry over"),
        Open::Item(_) => {
            lang.pick("经理在待办里处理（F8）或结转", "a manager settles it in the inbox (F8), or carry over")
        }
        Open::Hold(_) => lang.pick("收定、解除（房源）或结转", "take a deposit or release (units), or carry over"),
        Open::Owed(_) => lang.pick("请假作废，否则结转", "goes with leave, else carry over"),
    }
}

/// What stands above the list of a day's files: for which day, and when they were written.
#[must_use]
pub fn list_head(lang: Lang, floor: &Floor, date: Date, closed_at: Timestamp, again: Option<Timestamp>) -> String {
    let time = |at: Timestamp| at.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string();
    let closed = time(closed_at);
    match (lang, again) {
        (Lang::Zh, None) => format!("{date} 收班文件，{closed} 收班时写成\n"),
        (Lang::En, None) => format!("{date}: files of the closed day, written as it closed at {closed}\n"),
        (Lang::Zh, Some(at)) => {
            format!("{date} 收班文件（{closed} 收班），{} 按登记本重新写成\n", time(at))
        }
        (Lang::En, Some(at)) => {
            format!("{date}: files of the day closed at {closed}, written again from the register at {}\n", time(at))
        }
    }
}

super::phrases! {
    /// What the close says of itself.
    Close {
        /// Nothing is open.
        AllSettled: "都已了结，可以收班。" "All is settled. The day can close.",
        /// Things are open.
        StillOpen: "还没有了结的：" "Still open:",
        /// How to go on.
        GoOn: "逐件处理，或用 --carry 写一句话结转（--carry '话' 或 --carry 编号=话）；在等候、在接待、在通话的只能处理，或由经理 --force。" "Settle each, or carry it over with a word (--carry 'WORD' for all, --carry ABOUT=WORD for one). Who waits, is received or is on a call must be settled, or a manager forces it with --force.",
        /// Nobody needs to do anything: a dry run.
        WouldClose: "可以收班（这次只看，没有收）。" "The day would close (this was a dry run).",
        /// The day is closed.
        Done: "已收班" "The day is closed",
        /// Written again.
        Again: "已重新写成" "Written again",
        /// Its digest.
        DigestIs: "校验码" "digest",
        /// Where the files are.
        FilesIn: "文件" "files",
        /// Where the backup is.
        BackupAt: "备份" "backup",
        /// Nothing was closed.
        Open: "今天仍开着，没有收班。" "The day is still open: nothing was closed.",
        /// A day that was not closed has no sheet.
        NotClosed: "这一天还没有收班，没有收班单。" "That day has not been closed and has no sheet.",
        /// None was closed yet.
        NoneClosed: "还没有收过班，没有收班单。" "No day was closed yet: there is no sheet.",
        /// A carry that names nothing.
        Unknown: "没有这一件：" "Nothing open is called so: ",
    }
}

/// What went wrong after the day was closed, and what to do.
#[must_use]
pub fn not_in_place(lang: Lang, folder: &Path, date: Date) -> String {
    let folder = folder.display();
    match lang {
        Lang::Zh => format!("文件留在 {folder}，没能放到位；腾出地方后运行 lunpai day files {date} 重新写。"),
        Lang::En => format!("The files have stayed in {folder}. Make room, then run `lunpai day files {date}`."),
    }
}

/// The backup made before the close could not be made again after it.
#[must_use]
pub fn backup_before(lang: Lang, backup: &Path) -> String {
    let backup = backup.display();
    match lang {
        Lang::Zh => format!("备份 {backup} 停在收班之前，收班这一笔不在里面；请再运行 lunpai backup。"),
        Lang::En => format!("The backup {backup} ends before the close itself. Run `lunpai backup` once more."),
    }
}

super::phrases! {
    /// The steps of closing a day.
    Guide {
        /// Who waits, is received or is on a call.
        Here: "在场" "here",
        /// Calls to return.
        CallBacks: "回电" "call-backs",
        /// Notices not given.
        Notices: "转告" "notices",
        /// The inbox.
        Inbox: "待办" "inbox",
        /// Holds.
        Holds: "保留" "holds",
        /// Make-ups.
        Owed: "欠补" "owed",
        /// Not settled.
        Open: "未了" "open",
        /// It must end before the day.
        MustEnd: "须先办" "must end",
        /// Carried over with a word.
        Carried: "结转" "carried",
        /// A manager ends it with the day.
        Forced: "强制了结" "forced",
        /// It is not carried over.
        CannotCarry: "这一件不能结转，只能处理，或由经理强制（f）。"
            "This cannot be carried over. Settle it, or a manager forces the close (f).",
    }
}

/// So much is still open.
#[must_use]
pub fn left(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("还有 {count} 件没有了结：回车去处理，c 写一句话结转，a 全部结转"),
        Lang::En => format!("{count} still open: Enter settles, c carries over with a word, a carries all"),
    }
}
