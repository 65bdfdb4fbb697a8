//! The demo's people: who works there, and clients as they come to the door. All invented; the
//! telephone numbers lie in ranges (142, 143) that are not given out to anyone.

use super::dice::Dice;
use crate::rules::command::{AddStaff, Grade, Role};
use crate::rules::id::StaffId;

/// The demo's project.
pub const SITE_NAME: &str = "江湾一号";

/// The manager's id.
pub const MANAGER: &str = "liangguodong";

/// The office staff who takes deposits.
pub const OFFICE: &str = "xuhuimin";

/// The salespeople, id and name and grade.
const SALES: &[(&str, &str, Grade)] = &[
    ("zhouyutong", "周雨桐", Grade::Senior),
    ("chenjiahao", "陈嘉豪", Grade::First),
    ("linxiaowen", "林晓雯", Grade::First),
    ("huangzhiyuan", "黄志远", Grade::Senior),
    ("hejingyi", "何静怡", Grade::Second),
    ("dengkai", "邓凯", Grade::Second),
    ("xiemengqi", "谢梦琪", Grade::Trainee),
    ("luowenbo", "罗文博", Grade::First),
];

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕", "欧阳", "司徒",
];

const GIVEN: &[&str] = &[
    "建国", "志强", "海燕", "丽娟", "伟", "敏", "秀英", "国华", "雪梅", "子涵", "浩然", "思琪", "晓东", "文静", "俊杰",
    "玉兰", "明辉", "佳怡", "振宇", "春花", "立新", "慧", "鹏飞", "宇航", "静", "永康", "少芬", "梓萱", "家骏", "桂芳",
];

const SOURCES: &[&str] = &["自然到访", "路过", "户外广告", "网络广告", "短视频", "中介带看", "朋友介绍", "电话预约"];

/// Everyone who works there, the manager first.
#[must_use]
pub fn staff() -> Vec<AddStaff> {
    let member = |id: &str, name: &str, role, grade| AddStaff { id: id.into(), name: name.to_owned(), role, grade };
    let mut all = vec![
        member(MANAGER, "梁国栋", Role::Manager, None),
        member(OFFICE, "许慧敏", Role::Office, None),
        member("tangjia", "唐佳", Role::Office, None),
    ];
    all.extend(SALES.iter().map(|(id, name, grade)| member(id, name, Role::Sales, Some(*grade))));
    all
}

/// The ids of the salespeople, always in the same order.
#[must_use]
pub fn sales() -> Vec<StaffId> {
    SALES.iter().map(|(id, ..)| StaffId::from(*id)).collect()
}

/// Someone who comes to the door or phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// What they are called at the desk.
    pub name: String,
    /// Their mobile.
    pub phone: String,
    /// Where they heard of the site.
    pub source: &'static str,
}

/// Makes visitors, no two with one number.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    made: u32,
}

impl Cast {
    /// Somebody new.
    pub fn visitor(&mut self, dice: &mut Dice) -> Visitor {
        let serial = self.made;
        self.made += 1;
        let surname = dice.word(SURNAMES);
        let given = match dice.between(0, 9) {
            0 | 1 => "先生",
            2 | 3 => "女士",
            _ => dice.word(GIVEN),
        };
        // 4,271 has no factor in common with 100,000: a number comes back only after all others.
        let ending = serial.wrapping_mul(4_271).wrapping_add(1_836) % 100_000;
        let phone = format!("14{}000{ending:05}", 2 + serial / 100_000 % 2);
        Visitor { name: format!("{surname}{given}"), phone, source: dice.word(SOURCES) }
    }
}

/// The name that a family's members give.
#[must_use]
pub fn household_of(visitor: &Visitor) -> String {
    let ending: String = visitor.phone.chars().skip(7).collect();
    let surname: String = visitor.name.chars().take(1).collect();
    format!("{surname}家{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::phone;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_mobiles_and_differ() {
        let (mut cast, mut dice) = (Cast::default(), Dice::new(1));
        let phones: Vec<String> = (0..2_000).map(|_| cast.visitor(&mut dice).phone).collect();
        assert!(phones.iter().all(|number| phone::normalise(number).as_ref() == Some(number)));
        assert_eq!(phones.iter().collect::<BTreeSet<_>>().len(), phones.len());
    }
}
