//! The words of the forms.

super::phrases! {
    /// A field's name.
    FieldName {
        /// Telephone number.
        Phone: "电话" "Phone",
        /// Name.
        Name: "姓名" "Name",
        /// Who is asked for.
        AsksFor: "指定" "Asks for",
        /// Who recognised the client.
        RecognisedBy: "谁认出" "Known by",
        /// The number of whoever sent the client.
        Referrer: "介绍人" "Sent by",
        /// Company.
        Company: "公司" "Company",
        /// Household.
        Household: "家庭" "Household",
        /// The number of whoever came along.
        CompanionPhone: "同来电话" "Companion",
        /// Where they live.
        Address: "地址" "Address",
        /// How many came.
        Party: "人数" "Party of",
        /// How they heard of the site.
        Source: "来源" "Source",
        /// A note.
        Note: "备注" "Note",
        /// A visit.
        Visit: "来访" "Visit",
        /// Someone on the staff.
        Staff: "人员" "Who",
        /// Who handles a deposit.
        Handler: "经手人" "Taken by",
        /// Whether it was agreed.
        Agreed: "经同意" "Agreed",
        /// A reason.
        Reason: "缘由" "Reason",
        /// A unit.
        Unit: "房号" "Unit",
        /// An amount.
        Amount: "金额" "Amount",
        /// Another project.
        Project: "他盘" "Project",
        /// What a caller needs.
        Needs: "需求" "Needs",
        /// A role.
        Role: "职务" "Role",
        /// A price.
        Price: "总价" "Price",
        /// A layout.
        Layout: "户型" "Layout",
        /// An area.
        Area: "面积" "Area",
        /// A client of the register.
        Client: "客户" "Client",
        /// Another client.
        With: "与谁" "With",
        /// Household or company.
        GroupKind: "关系" "As",
        /// Whoever receives something.
        To: "转给" "To",
        /// An end.
        Until: "保留到" "Until",
        /// A deposit.
        Deposit: "定金" "Deposit",
        /// A kind.
        Kind: "种类" "Kind",
        /// A violation.
        Violation: "违规" "Violation",
        /// To whom a client belongs.
        Owner: "归属人" "Owner",
        /// A day.
        Day: "日期" "Day",
        /// A share of the commission.
        Share: "所得" "Share",
        /// What a manager holds of a dispute.
        Ruling: "裁定" "Ruling",
        /// A new PIN.
        NewPin: "新 PIN" "New PIN",
        /// The same again.
        PinAgain: "再输一遍" "Once more",
        /// Where callers are sent.
        ReferTo: "请转" "Refer to",
        /// A rule's title.
        TitleZh: "题目" "Title zh",
        /// A rule's title in English.
        TitleEn: "英文题目" "Title en",
        /// A rule's text.
        TextZh: "条文" "Text zh",
        /// A rule's text in English.
        TextEn: "英文条文" "Text en",
        /// A policy's value.
        Value: "定为" "Value",
        /// A penalty.
        Penalty: "处罚" "Penalty",
        /// Days of a suspension.
        Days: "停牌天数" "Days",
        /// The code of an absence reason.
        Code: "代码" "Code",
        /// What a reason is called.
        LabelZh: "名称" "Name zh",
        /// What a reason is called in English.
        LabelEn: "英文名称" "Name en",
        /// The word with which something is carried over.
        Word: "说明" "Word",
        /// The state that a reason means.
        Becomes: "算作" "Counts as",
    }
}

super::phrases! {
    /// A form's title.
    FormTitle {
        /// Something is carried over to another day.
        Carry: "结转" "Carry over",
        /// An arrival.
        Arrival: "来访登记" "Arrival",
        /// A call.
        Call: "来电登记" "Call",
        /// Who took a visit.
        Take: "实际由谁接待" "Who took the visit",
        /// A visit given to somebody else.
        Reassign: "改派接待" "Give the visit to somebody else",
        /// A deposit.
        Deposit: "收定金" "Deposit",
        /// Details given later.
        Details: "补登记" "Details given later",
        /// New staff.
        AddStaff: "加人员" "Add to the staff",
        /// A new unit.
        AddUnit: "加房源" "Add a unit",
        /// A hold.
        Hold: "保留房源" "Hold a unit",
        /// A deposit given back.
        Refund: "退定金" "Give a deposit back",
        /// A sharing of the commission.
        Agree: "约定分佣" "Share the commission",
        /// A link.
        Link: "并为一家或同一公司" "Link two clients",
        /// A transfer.
        Transfer: "转客户" "Transfer a client",
        /// Another project.
        AddProject: "登记他盘" "Another project",
        /// A violation.
        Record: "记违规" "Record a violation",
        /// A violation taken back.
        Void: "撤销违规" "Take a violation back",
        /// A change of published days.
        PublishRoster: "改已公布的轮值" "Change the published roster",
        /// A request to a manager.
        Ask: "提交申请" "Ask a manager",
        /// A request refused.
        Refuse: "不批准申请" "Refuse the request",
        /// A ruling.
        Rule: "经理裁定" "A manager's ruling",
        /// A new PIN.
        SetPin: "设 PIN" "Set a PIN",
        /// Another order.
        Reorder: "调整今天的顺序：为什么" "Change today's order: why",
        /// Somebody resting comes.
        CallIn: "叫回，排在最后" "Call in, at the end of the order",
        /// Somebody goes home.
        SendHome: "让其下班，欠补留到下次当班" "Send home, owed turns wait",
        /// Somebody comes back from leave.
        EndLeave: "销假" "Back from leave",
        /// A filter of the log.
        Filter: "登记簿里看什么" "What the log shows",
        /// A rule's words.
        RuleWords: "改条文" "Words of a rule",
        /// A policy's value.
        PolicyValue: "改政策" "Value of a policy",
        /// What a violation costs.
        ViolationTerms: "改处罚" "Penalty of a violation",
        /// An absence reason.
        AbsenceReason: "离岗原因" "Absence reason",
    }
}

super::phrases! {
    /// What is wrong with a field.
    Trouble {
        /// No telephone number.
        NotAPhone: "号码不对，座机请带区号" "not a phone number",
        /// A part of a number that several clients have.
        PartOfNumber: "号码不全，请输全或按↓选" "incomplete; Down chooses",
        /// Nothing was given.
        Needed: "请填写" "please fill in",
        /// No amount.
        NotAnAmount: "金额不对，如 50000 或 5万" "not an amount (like 5万)",
        /// No area.
        NotAnArea: "平方米，如 89.2" "square metres, like 89.2",
        /// No number.
        NotANumber: "请填数字" "a number, please",
        /// No client was chosen.
        NoClient: "请输入号码或姓名并选定" "choose a client",
        /// The number of nobody in the register.
        UnknownNumber: "登记本里没有这个号码" "not in the register",
        /// No id.
        NotAnId: "只用字母、数字、- 和 _" "letters, digits, - and _",
        /// No time.
        NotATime: "如 18:00、明天 12:00、3天" "like 18:00 or 3d",
        /// No date.
        NotADate: "如 11-23、昨天" "like 11-23",
        /// The owner is chosen as the other one too.
        OwnerAgain: "不能与归属人相同" "not the owner again",
        /// Nothing to do it with any more.
        NothingLeft: "草稿里已没有改动" "nothing left to publish",
        /// No PIN.
        NotAPin: "4 到 12 位，不要顺号" "4 to 12 digits, no run",
        /// Not the same again.
        NotTheSame: "两遍不一样" "not the same",
        /// No share.
        NotAShare: "1 到 99 的百分数" "1 to 99 percent",
    }
}

super::phrases! {
    /// Small words of forms and lists.
    Word {
        /// Yes.
        Yes: "是" "yes",
        /// No.
        No: "否" "no",
        /// Nothing chosen.
        None: "—" "—",
        /// Cannot remember.
        Forgotten: "不记得了" "does not remember",
        /// Nobody by these digits.
        NoMatch: "登记本里没有这个号码：新客户" "no such number in the register: a new client",
        /// Matching clients.
        Matches: "登记本里的客户" "In the register",
        /// The owner.
        Owner: "归属" "owner",
        /// No owner.
        NoOwner: "无归属" "no owner",
        /// Is on the floor now.
        Here: "已在场" "is here",
        /// Has bought.
        Closed: "已成交" "bought",
        /// First question.
        BeenBefore: "第一问：以前来过吗？" "Question 1: been here before?",
        /// Second question.
        ReceivedBy: "第二问：上次由谁接待？" "Question 2: received by whom?",
        /// Has never been here.
        Never: "没来过" "never",
        /// Has been here.
        Been: "来过" "yes, been here",
        /// Registers at once.
        EnterRegisters: "回车即登记" "Enter registers",
        /// A client is chosen.
        EnterAgain: "再按回车登记这位客户" "Enter again registers this client",
        /// Household.
        Household: "一家人" "one household",
        /// Company.
        Company: "同一公司" "one company",
        /// Nobody is found.
        NobodyYet: "登记本里没有找到" "nobody found in the register",
        /// What would come of it.
        Would: "将会：" "would be: ",
        /// Choose with the arrow.
        DownChooses: "按下键选定" "Down chooses",
    }
}
