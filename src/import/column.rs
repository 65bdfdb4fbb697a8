//! Which column is what: by the headings that Chinese and English registers use, or as the user maps
//! them.

use crate::rules::fold;
use std::collections::BTreeMap;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $key:literal [$($heading:literal),*],)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// Every field, in the order of the command language.
            pub const ALL: &[Self] = &[$(Self::$field),*];

            /// The field's name, as `--map` has it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$field => $key),* }
            }

            /// The headings by which it is known, folded and without blanks.
            const fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$field => &[$($heading),*]),* }
            }
        }
    };
}

fields! {
    /// The client's id.
    Client = "id" [
        "客户编号", "客户号", "客户id", "编号", "id", "clientid", "client", "customerid", "clientno", "customerno"
    ],
    /// Name.
    Name = "name" [
        "姓名", "客户姓名", "客户名称", "客户名", "客户", "来访客户", "来访人", "来访人姓名", "访客姓名", "访客", "name", "fullname", "clientname",
        "customername", "customer", "visitor"
    ],
    /// Telephone numbers; several columns may hold some.
    Phone = "phone" [
        "电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "客户电话", "移动电话", "固定电话", "座机", "备用电话",
        "其他电话", "电话1", "电话2", "电话3", "手机1", "手机2", "联系电话1", "联系电话2", "phone", "phonenumber", "phone1", "phone2", "tel",
        "telephone", "mobile", "mobilephone", "cell", "contact"
    ],
    /// Company.
    Company = "company" [
        "公司", "公司名称", "单位", "工作单位", "单位名称", "所在公司", "企业", "company", "companyname", "organisation", "organization",
        "employer"
    ],
    /// Household.
    Household = "household" ["家庭", "家庭名称", "户", "家庭组", "同户", "household", "family"],
    /// To whom the client belongs.
    Owner = "owner" [
        "归属人", "归属", "客户归属", "归属销售", "销售", "销售员", "销售顾问", "置业顾问", "业务员", "接待人", "接待人员", "接待销售",
        "跟进人", "owner", "salesperson", "sales", "salesrep", "agent", "consultant"
    ],
    /// When they were first received.
    FirstContact = "first_contact" [
        "首次到访", "首访日期", "首访时间", "首次来访", "首次到访时间", "首次到访日期", "首次接待", "首次接待时间", "首次登记", "登记日期", "登记时间",
        "来访日期", "来访时间", "到访日期", "到访时间", "日期", "时间", "firstcontact", "firstvisit", "firstcontactdate", "registered",
        "registrationdate", "date", "created", "createdat"
    ],
    /// When they were last here.
    LastVisit = "last_visit" [
        "最近到访", "最近来访", "末次到访", "最后到访", "最后来访", "最近跟进", "最后跟进", "最后跟进时间", "最近到访时间", "lastvisit",
        "lastcontact", "lastvisitdate"
    ],
    /// Where they had heard of the site.
    Source = "source" [
        "来源", "客户来源", "获知途径", "认知途径", "媒体来源", "渠道", "来访渠道", "source", "channel", "medium"
    ],
    /// A note.
    Note = "note" ["备注", "说明", "客户需求", "需求", "跟进情况", "note", "notes", "remark", "remarks", "comment", "comments"],
}

/// The heading of the column that a reject file has more than its source.
pub const REASON: [&str; 2] = ["拒收原因", "reject reason"];

/// Headings are compared folded, without blanks, marks and what stands in brackets.
fn folded(heading: &str) -> String {
    let key = fold::key(heading);
    let bare = key.split(['(', '[', '【']).next().unwrap_or_default();
    let bare = if bare.is_empty() { key.as_str() } else { bare };
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Why a `--map` cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapFault {
    /// Not written as `KEY=HEADING`.
    NotAPair(String),
    /// No field is called so.
    UnknownField(String),
    /// No column has that heading.
    NoSuchHeading(String),
}

/// What the user says of columns: a field's name and a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The field.
    pub field: Field,
    /// The heading of its column, as it was given.
    pub heading: String,
}

impl Mapping {
    /// Reads `KEY=HEADING`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, MapFault> {
        let (key, heading) = text.split_once('=').ok_or_else(|| MapFault::NotAPair(text.to_owned()))?;
        let key = key.trim();
        let field = Field::ALL.iter().find(|field| field.key() == key);
        let field = *field.ok_or_else(|| MapFault::UnknownField(key.to_owned()))?;
        Ok(Self { field, heading: heading.to_owned() })
    }
}

/// The columns of a table, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The headings as they stand.
    pub headings: Vec<String>,
    /// The places of each field's columns.
    pub places: BTreeMap<Field, Vec<usize>>,
    /// The place of the reasons in a reject file that is read again.
    pub reason: Option<usize>,
}

impl Columns {
    /// Finds the columns among a row of headings. What is mapped is not looked for elsewhere; of two
    /// columns for one field the first counts, but every column of telephone numbers does.
    ///
    /// # Errors
    /// When a heading that is mapped is not there.
    pub fn of(headings: &[&str], mappings: &[Mapping]) -> Result<Self, MapFault> {
        let keys: Vec<String> = headings.iter().map(|heading| folded(heading)).collect();
        let mut places: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
        for mapping in mappings {
            let exactly = headings.iter().position(|heading| heading.trim() == mapping.heading.trim());
            let place = exactly.or_else(|| keys.iter().position(|key| *key == folded(&mapping.heading)));
            let place = place.ok_or_else(|| MapFault::NoSuchHeading(mapping.heading.clone()))?;
            places.entry(mapping.field).or_default().push(place);
        }
        let mapped: Vec<Field> = places.keys().copied().collect();
        let reason = keys.iter().position(|key| REASON.iter().any(|reason| *key == folded(reason)));
        for (place, key) in keys.iter().enumerate() {
            let is_taken = places.values().flatten().any(|taken| *taken == place);
            let found = Field::ALL.iter().find(|field| field.headings().contains(&key.as_str()));
            let Some(field) = found.filter(|field| !is_taken && !mapped.contains(field)) else { continue };
            let of_field = places.entry(*field).or_default();
            if of_field.is_empty() || *field == Field::Phone {
                of_field.push(place);
            }
        }
        let width = headings.iter().rposition(|heading| !heading.trim().is_empty()).map_or(0, |last| last + 1);
        let headings = headings.iter().take(width).map(|heading| (*heading).to_owned()).collect();
        Ok(Self { headings, places, reason })
    }

    /// How many fields were found.
    #[must_use]
    pub fn found(&self) -> usize {
        self.places.len()
    }

    /// The headings that are not used.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let used = |place: usize| self.reason == Some(place) || self.places.values().flatten().any(|at| *at == place);
        let unused = self.headings.iter().enumerate().filter(|(place, heading)| !used(*place) && !heading.is_empty());
        unused.map(|(_, heading)| heading.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn places(headings: &[&str], mappings: &[&str]) -> Vec<(&'static str, Vec<usize>)> {
        let mappings: Vec<Mapping> = mappings.iter().map(|text| Mapping::read(text).unwrap()).collect();
        let columns = Columns::of(headings, &mappings).unwrap();
        columns.places.into_iter().map(|(field, places)| (field.key(), places)).collect()
    }

    #[test]
    fn no_heading_means_two_things() {
        let mut once = BTreeSet::new();
        for field in Field::ALL {
            for heading in field.headings() {
                assert!(once.insert(*heading), "{heading} is two fields");
                assert_eq!(folded(heading), *heading, "a heading is kept folded");
            }
        }
    }

    #[test]
    fn usual_headings_are_known() {
        let headings = ["序号", "客户姓名", "联系电话（必填）", "备用 电话", "置业顾问", "首次到访", "来源"];
        let expected = vec![
            ("name", vec![1]),
            ("phone", vec![2, 3]),
            ("owner", vec![4]),
            ("first_contact", vec![5]),
            ("source", vec![6]),
        ];
        assert_eq!(places(&headings, &[]), expected);
        let english = [" Name ", "PHONE_NUMBER", "First Contact", "Owner"];
        let expected = vec![("name", vec![0]), ("phone", vec![1]), ("owner", vec![3]), ("first_contact", vec![2])];
        assert_eq!(places(&english, &[]), expected);
    }

    #[test]
    fn what_is_mapped_counts() {
        let headings = ["姓名", "称呼", "电话", "谁的"];
        let expected = vec![("name", vec![1]), ("phone", vec![2]), ("owner", vec![3])];
        assert_eq!(places(&headings, &["name=称呼", "owner= 谁的"]), expected);
        let missing = Mapping::read("name=无").unwrap();
        assert_eq!(Columns::of(&headings, &[missing]), Err(MapFault::NoSuchHeading("无".to_owned())));
        assert_eq!(Mapping::read("nobody=x"), Err(MapFault::UnknownField("nobody".to_owned())));
        assert_eq!(Mapping::read("name"), Err(MapFault::NotAPair("name".to_owned())));
    }

    proptest! {
        #[test]
        fn any_headings_are_safe(headings in prop::collection::vec(any::<String>(), 0..12)) {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let columns = Columns::of(&headings, &[]).unwrap();
            prop_assert!(columns.places.values().flatten().all(|place| *place < headings.len()));
        }
    }
}
