//! What the keys are called and what they do, for hints, help and palette.

use super::Lang;

/// A key's short name and what it does, Chinese and English side by side.
#[derive(Debug)]
pub struct Label {
    label: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

impl Label {
    /// A few letters for the hints.
    #[must_use]
    pub const fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.label.0, self.label.1)
    }

    /// What it does.
    #[must_use]
    pub const fn help(&self, lang: Lang) -> &'static str {
        lang.pick(self.help.0, self.help.1)
    }
}

macro_rules! labels {
    ($($name:ident: $zh:literal $en:literal, $help_zh:literal $help_en:literal;)*) => {
        $(#[doc = $en] pub const $name: Label = Label { label: ($zh, $en), help: ($help_zh, $help_en) };)*
    };
}

labels! {
    ARRIVAL: "来访" "arrival",
        "登记一位来访客户，回答两问，看到由谁接待" "register an arrival, answer the two questions, see who receives";
    CALL: "来电" "call",
        "登记一通来电，看到由谁接听" "register a call, see who answers";
    FINISH: "送客" "finish",
        "结束一次接待" "end a reception";
    PRESENCE: "动态" "presence",
        "选定的人：在位、私事、公务或请假" "where the chosen one is: in, private, business, leave";
    TAKE: "谁接了" "who took",
        "记下实际由谁接待了这位客户" "record who really took a visit";
    DEPOSIT: "定金" "deposit",
        "收一笔定金" "take a deposit";
    INBOX: "待办" "inbox",
        "要经理过目的事" "what a manager must see";
    REASONS: "理由" "reasons",
        "最近一次安排的全部理由" "all reasons of the last decision";
    UNDO: "撤销" "undo",
        "撤回最近一笔" "take back the last entry";
    PALETTE: "命令" "commands",
        "按名字找任何一件事" "find any task by its name";
    HELP: "帮助" "help",
        "全部按键" "all keys";
    NOTICE: "转告" "notice",
        "已转告被指定的人；未转告由经理记" "the one asked for was told, or was not (a manager)";
    DETAILS: "补登记" "details",
        "来访客户后来报的姓名、电话、公司" "name, phone or company given later";
    LEAVE_WAITING: "等候离开" "gave up",
        "等候中的客户走了" "a waiting client went away";
    END_CALL: "挂断" "hang up",
        "通话结束" "a call is over";
    RETURN_CALL: "已回电" "called back",
        "未接来电已回" "a missed call was returned";
    ACTOR: "操作人" "at the keys",
        "换一个人操作：前台、销售员、经理" "who is at the keys: desk, salesperson, manager";
    OPEN_DAY: "开班" "open day",
        "定今天的接待顺序并开班" "set today's order and open the day";
    REORDER: "调顺序" "reorder",
        "经理调整今天的顺序" "a manager changes today's order";
    CLOSE_DAY: "收班" "close day",
        "结束今天；经理可强制" "close the day; a manager may force it";
    ADD_STAFF: "加人员" "add staff",
        "经理登记新人员" "a manager adds someone to the staff";
    ADD_UNIT: "加房源" "add unit",
        "登记一套房源" "put a unit up for sale";
    AVAILABLE: "在位" "in",
        "选定的人在位" "the chosen one is in";
    PRIVATE: "私事" "private",
        "选定的人因私离开" "the chosen one is away privately";
    BUSINESS: "公务" "business",
        "选定的人因公离开" "the chosen one is away for the company";
    LEAVE: "请假" "leave",
        "选定的人今天请假" "the chosen one is on leave today";
    PLATE: "选牌" "plate",
        "按牌号选人" "choose a plate by its number";
    ROW: "选行" "row",
        "按行号选定" "choose a row by its number";
    NO: "没来过" "never",
        "第一次来" "has never been here";
    YES: "来过" "been here",
        "以前来过" "has been here before";
    NOT_SEEN_OFF: "没送" "not seen off",
        "接待结束，但没有送客" "the reception ended, the client was not seen off";
    NOT_TOLD: "未转告" "not told",
        "没有转告（经理）" "was not told (a manager)";
    UP: "向上" "up",
        "上一行" "one row up";
    DOWN: "向下" "down",
        "下一行" "one row down";
    CHOOSE_UP: "上一个" "previous",
        "上一个选项或匹配的客户" "the choice or match before";
    CHOOSE: "选" "choose",
        "下一个选项或匹配的客户" "the next choice or match";
    PAGE_UP: "上一页" "page up",
        "上一页" "one page up";
    PAGE_DOWN: "下一页" "page down",
        "下一页" "one page down";
    CARRY_UP: "上移" "carry up",
        "把这个人上移一位" "carry this one up";
    CARRY_DOWN: "下移" "carry down",
        "把这个人下移一位" "carry this one down";
    TOGGLE: "切换" "switch",
        "切换这一项" "switch this one";
    NEXT_FIELD: "下一栏" "next field",
        "到下一栏" "to the next field";
    PREV_FIELD: "上一栏" "field before",
        "到上一栏" "to the field before";
    ACCEPT: "确定" "accept",
        "确定" "do it";
    CLOSE: "关闭" "close",
        "关闭" "close";
    CANCEL: "取消" "cancel",
        "不做，返回" "leave without doing it";
    CLEAR: "清除" "clear",
        "清除选择和提示" "clear the choice and the message";
    EDIT: "改字" "edit",
        "移动光标、删字" "move and delete in the text";
    MOUSE: "鼠标" "mouse",
        "交还鼠标以便选取文字，再按收回" "let the mouse select text; again to take it back";
    QUIT: "离开" "quit",
        "离开；已登记的都在" "leave; every entry is safe";
}
