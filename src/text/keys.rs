//! What the keys are called and what they do, for hints, help and palette.

use super::Lang;

/// A key's short name and what it does, Chinese and English side by side.
#[derive(Debug)]
pub struct Label {
    id: &'static str,
    name: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

impl Label {
    /// What the configuration calls it.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.to_ascii_lowercase()
    }

    /// A few letters for the hints.
    #[must_use]
    pub const fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.name.0, self.name.1)
    }

    /// What it does.
    #[must_use]
    pub const fn help(&self, lang: Lang) -> &'static str {
        lang.pick(self.help.0, self.help.1)
    }
}

macro_rules! labels {
    ($($name:ident: $zh:literal $en:literal, $help_zh:literal $help_en:literal;)*) => {
        $(#[doc = $en] pub const $name: Label = Label { id: stringify!($name), name: ($zh, $en), help: ($help_zh, $help_en) };)*
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
        "谁在位、私事、公务或请假" "who is in, away privately, for the company, on leave";
    TAKE: "谁接了" "who took",
        "记下实际由谁接待了这位客户" "record who really took a visit";
    REASSIGN: "改派" "reassign",
        "经理把来访改派给别人，别人来做则是提交申请" "a manager gives the visit to somebody else; anybody else asks for it";
    DEPOSIT: "定金" "deposit",
        "收一笔定金" "take a deposit";
    INBOX: "待办" "inbox",
        "要经理过目的事，和纪律" "what a manager must see, and discipline";
    GO_DESK: "接待台" "desk",
        "到接待台" "to the board";
    GO_CLIENTS: "客户" "clients",
        "到客户登记本" "to the register of clients";
    GO_CALLS: "来电" "calls",
        "到来电" "to the phone";
    GO_UNITS: "房源" "units",
        "到销控表" "to the sales-control board";
    GO_ROSTER: "轮值" "roster",
        "到本周轮值" "to the week";
    GO_INBOX: "待办" "inbox",
        "到待办和纪律" "to the inbox and discipline";
    GO_LOG: "登记簿" "log",
        "到登记簿" "to the log";
    GO_FIGURES: "报表" "figures",
        "到报表" "to the figures";
    GO_RULES: "规则" "rules",
        "到规则、政策、处罚和离岗原因" "to rules, policies, penalties and absence reasons";
    EDIT_PART: "修改" "change",
        "经理修改选定的条文、政策、处罚或离岗原因" "a manager changes the chosen rule, policy, penalty or absence reason";
    ADD_PART: "新增" "add",
        "经理新增离岗原因或自定条文" "a manager adds an absence reason or a rule of the site's own";
    REMOVE_PART: "删去" "remove",
        "经理删去选定的一项，或恢复原样" "a manager removes the chosen one, or has it as shipped again";
    NEXT_PLACE: "下一屏" "next screen",
        "到下一屏" "to the next screen";
    PREV_PLACE: "上一屏" "screen before",
        "到上一屏" "to the screen before";
    SEARCH: "查找" "find",
        "按电话、姓名、拼音、公司找客户" "find a client by phone, name, pinyin or company";
    LAPSING: "将到期" "ending",
        "保护期快到的客户，还剩几天，先到的在前；再按回到客户列表" "clients whose protection is about to end, the next first; again for the list of clients";
    TO_LIST: "到列表" "to the list",
        "在找到的客户里选" "choose among those found";
    HISTORY: "详情" "details",
        "选定的这一个的全部经过" "everything about the chosen one";
    LINK: "并组" "link",
        "登记两位客户是一家人或同一公司" "two clients are one household or company";
    ALIKE: "比对" "compare",
        "与疑似同一人的客户比对：合并、并组、不是同一人，或拆开" "compare with whom the client looks like: merge, link, dismiss, take apart";
    TRANSFER: "转客户" "transfer",
        "经理把客户转给另一位销售员" "a manager gives the client to another salesperson";
    HOLD: "保留" "hold",
        "经理为客户保留一套房到某时" "a manager holds a unit for a client until a time";
    RELEASE: "解除保留" "release",
        "经理提前解除保留" "a manager ends a hold";
    SIGN: "签约" "contract",
        "定金转签约" "the contract of a deposit is signed";
    REFUND: "退定" "refund",
        "经理退还定金" "a manager gives a deposit back";
    AGREE: "分佣" "commission",
        "约定佣金怎么分" "agree how the commission is shared";
    SETTLE: "处理" "settle",
        "处理选定的这一件" "settle the chosen one";
    ADD_PROJECT: "加他盘" "add project",
        "登记另一个楼盘和它的售楼处" "name another project and its sales office";
    RECORD: "记违规" "violation",
        "经理记一次违规" "a manager records a violation";
    VOID: "撤违规" "void",
        "经理撤销选定的违规" "a manager takes the chosen violation back";
    PROPOSE: "排班" "propose",
        "按轮休和请假排出公平的一周" "propose a fair week with its rests and leave";
    TOGGLE_REST: "轮休" "rest",
        "这个人这一天轮休，或上班" "this one rests on this day, or works";
    TOGGLE_LEAVE: "准假" "leave",
        "这个人这一天请假，或取消" "this one has leave on this day, or has none";
    PUBLISH_ROSTER: "公布" "publish",
        "公布轮值草稿；改已公布的要写缘由" "publish the draft; a change of what is published needs a reason";
    CASE: "案卷" "case file",
        "打开这次来访的争议案卷" "open the case file of this visit";
    RULE: "裁定" "rule",
        "经理在案卷里写下裁定" "a manager rules on the case";
    DEPART_STAFF: "离职" "has left",
        "经理登记选定的人已离职" "a manager enters that the chosen one has left";
    FILTER: "筛选" "filter",
        "按人、客户、种类、日子筛选" "by person, client, kind, day";
    TIME_TRAVEL: "回看" "time travel",
        "看这一笔之后的接待台" "the board as it stood after this entry";
    TO_NOW: "回到现在" "back to now",
        "回到登记簿" "back to the log";
    BACK: "往前" "before",
        "前一周、前一栋、前一笔" "the week, tower or entry before";
    FORWARD: "往后" "after",
        "后一周、后一栋、后一笔" "the next week, tower or entry";
    SWITCH: "切换" "other view",
        "换一种看法" "show it in another way";
    LEFT: "向左" "left",
        "向左一格" "one to the left";
    RIGHT: "向右" "right",
        "向右一格" "one to the right";
    FIRST: "第一行" "first",
        "到第一行" "to the first row";
    LAST: "最后一行" "last",
        "到最后一行" "to the last row";
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
    CALL_IN: "叫回" "call in",
        "经理把休息的人叫回，排在最后" "a manager calls somebody in who rests";
    SEND_HOME: "让其下班" "send home",
        "经理让一个人下班，欠补留着" "a manager sends somebody home; owed turns wait";
    END_LEAVE: "销假" "end leave",
        "经理让请假的人回来" "a manager brings somebody back from leave";
    FAIRNESS: "公平说明" "fairness",
        "每个人的轮次和接待，为什么不一样" "everyone's turns and receptions, and why they differ";
    REPORT: "报告" "report",
        "转化、复访、等候、轮次、定金：所看的一天、一周或一月" "conversion, return visits, waiting, turns, deposits of the day, week or month shown";
    EXPORT: "导出" "export",
        "把画面上这几天的来访登记导出为表格，姓名电话打码" "the client log of the days shown as a workbook, names masked";
    RECEIPT: "收据" "receipt",
        "打印定金收据，再打就注明补打" "print a deposit's receipt; later prints are marked as copies";
    CLOSE_DAY: "收班" "close day",
        "结束今天；经理可强制" "close the day; a manager may force it";
    BACKUP: "备份" "back up",
        "把登记本备份一份并核对" "make a checked copy of the register";
    CARRY_OVER: "结转" "carry over",
        "选定的这一件写一句话结转" "carry the chosen one over with a word";
    CARRY_ALL: "全部结转" "carry all",
        "其余的用同一句话结转" "carry all that is left over with one word";
    FORCE: "强制" "force",
        "经理强制：等候、接待、通话随班了结" "a manager ends what waits, is received or is on a call with the day";
    ADD_STAFF: "加人员" "add staff",
        "经理登记新人员" "a manager adds someone to the staff";
    ADD_UNIT: "加房源" "add unit",
        "登记一套房源" "put a unit up for sale";
    AVAILABLE: "在位" "in",
        "按牌号：这个人在位" "by plate number: is in";
    PRIVATE: "私事" "private",
        "按牌号：这个人因私离开" "by plate number: is away privately";
    BUSINESS: "公务" "business",
        "按牌号：这个人因公离开" "by plate number: is away for the company";
    LEAVE: "请假" "leave",
        "按牌号：这个人今天请假" "by plate number: is on leave today";
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
    SET_PIN: "设 PIN" "set a PIN",
        "给自己或别人设 PIN；经理有了 PIN，经理的操作都要它" "give oneself or someone a PIN; once a manager has one, what takes a manager takes it";
    LOCK: "锁定" "lock",
        "马上退回前台，再操作要重新输 PIN" "back to the desk at once; the PIN is asked for again";
    MOUSE: "鼠标" "mouse",
        "交还鼠标以便选取文字，再按收回" "let the mouse select text; again to take it back";
    QUIT: "离开" "quit",
        "离开；已登记的都在" "leave; every entry is safe";
}
