//! The words of the phone (来电): whose turn it is, calls and their states, the inquiry sheet about
//! another project (rule 23). Knows what to say, never who answers.

use super::Lang;
use super::form::FieldName;
use super::words::rules;
use crate::register::phone_log::CallState;

super::phrases! {
    /// Title of the calls.
    Calls: "来电" "Calls",
    /// Title of the ring.
    Ring: "接听顺序" "Who answers",
    /// Title of the one gone to.
    Chosen: "这一通" "This call",
    /// Title of its inquiry sheet.
    Sheet: "他盘询问单" "Inquiry sheet",
    /// Title of the other projects.
    Projects: "他盘" "Other projects",
    /// Running calls.
    Running: "通话中" "Running",
    /// Missed calls.
    ToReturn: "待回电" "To call back",
    /// The day's other calls.
    Done: "今天已了" "Done today",
    /// No call at all.
    NoCalls: "今天还没有来电" "no call today",
    /// No other project.
    NoProjects: "还没有登记他盘" "no other project yet",
    /// No call ring.
    NotOpen: "还没有开班" "no day is open",
    /// Nobody can answer.
    NobodyAnswers: "现在没有人能接：来电记为待回电" "nobody can answer now: a call is missed",
    /// From the office.
    Office: "内勤" "office",
    /// A number.
    Number: "电话" "Number",
    /// The caller.
    Caller: "来电人" "Caller",
    /// A client with an owner.
    Owner: "归属人" "Owner",
    /// Whom the caller asked for.
    AsksFor: "指定" "Asked for",
    /// Who answered.
    AnsweredBy: "接听" "Answered by",
    /// When it came.
    At: "时间" "When",
    /// Another project.
    Project: "问的楼盘" "Project",
    /// What the caller looks for.
    Needs: "需求" "Looking for",
    /// Where the caller is sent.
    ReferTo: "请转" "Refer to",
    /// No sales office of its own.
    NoOffice: "没有自己的售楼处" "no sales office of its own",
    /// A note.
    Note: "备注" "Note",
    /// A number withheld.
    Unknown: "未留" "not given",
    /// Only some may read it.
    Hidden: "（经理可看）" "(for managers)",
    /// Hangs up.
    HangUp: "挂断" "hang up",
    /// Called back.
    CalledBack: "已回电" "called back",
}

/// How far a call has come.
#[must_use]
pub const fn state(lang: Lang, state: CallState) -> &'static str {
    match state {
        CallState::Running => lang.pick("通话中", "running"),
        CallState::Missed => lang.pick("待回电", "to call back"),
        CallState::Ended => lang.pick("已接", "answered"),
        CallState::Returned => lang.pick("已回电", "called back"),
    }
}

/// What an inquiry about another project still lacks (rule 23).
#[must_use]
pub fn lacks(lang: Lang, fields: &[FieldName]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| field.get(lang)).collect();
    match lang {
        Lang::Zh => format!("问他盘还差：{}（{}）", names.join("、"), rules(lang, &[23])),
        Lang::En => format!("For another project still needed: {} ({})", names.join(", "), rules(lang, &[23])),
    }
}

/// How the number to call back comes to be shown in full.
#[must_use]
pub fn masked(lang: Lang, key: &str) -> String {
    match lang {
        Lang::Zh => format!("按 {key} 选回电人，可看全号"),
        Lang::En => format!("{key}: name yourself to see it"),
    }
}
