//! Who may be the same person: numbers one slip of the finger apart, names that do not contradict each
//! other. Gives reasons to look twice; never decides that two are one.

use super::{fold, surname};
use std::collections::BTreeSet;

/// Why two clients may be one, or belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same name, and numbers one slip apart.
    NearPhone,
    /// The same surname and the same address.
    Address,
    /// The same surname and the same companion's number.
    CompanionAndSurname,
    /// The same companion's number, under another surname.
    Companion,
    /// One is the other's companion.
    CompanionIsClient,
}

impl Likeness {
    /// All of them, the strongest first.
    pub const ALL: &[Self] =
        &[Self::NearPhone, Self::Address, Self::CompanionAndSurname, Self::Companion, Self::CompanionIsClient];

    /// The name in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NearPhone => "near_phone",
            Self::Address => "address",
            Self::CompanionAndSurname => "companion_and_surname",
            Self::Companion => "companion",
            Self::CompanionIsClient => "companion_is_client",
        }
    }

    /// Whether it speaks for one person rather than for two who belong together.
    #[must_use]
    pub const fn speaks_for_one(self) -> bool {
        matches!(self, Self::NearPhone)
    }
}

/// Every number that one slip makes of this one: a digit wrong, two neighbours swapped, one left out, one
/// too many. The number itself is not among them.
#[must_use]
pub fn slips(phone: &str) -> BTreeSet<String> {
    let digits: Vec<char> = phone.chars().collect();
    let mut made = BTreeSet::new();
    let mut add = |slip: Vec<char>| made.insert(slip.into_iter().collect::<String>());
    for place in 0..=digits.len() {
        for digit in '0'..='9' {
            if place < digits.len() && digits[place].is_ascii_digit() {
                let mut wrong = digits.clone();
                wrong[place] = digit;
                add(wrong);
            }
            let mut longer = digits.clone();
            longer.insert(place, digit);
            add(longer);
        }
        if place < digits.len() {
            let mut shorter = digits.clone();
            shorter.remove(place);
            add(shorter);
        }
        if place + 1 < digits.len() {
            let mut swapped = digits.clone();
            swapped.swap(place, place + 1);
            add(swapped);
        }
    }
    made.remove(phone);
    made
}

/// Whether two different numbers are one slip apart.
#[must_use]
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let same_start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same_start..], &long[same_start..]);
    match (short, long) {
        (short, [_, rest @ ..]) if rest.len() == short.len() => rest == short,
        ([first, short @ ..], [other, long @ ..]) if short.len() == long.len() => {
            let is_swapped = matches!((short, long), ([after, tail @ ..], [next, rest @ ..])
                if first == next && other == after && tail == rest);
            short == long || is_swapped
        }
        _ => false,
    }
}

/// The form by which people's names are compared here.
#[must_use]
pub fn name_key(name: &str) -> String {
    fold::key(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '・' | '.')).collect()
}

/// The form by which addresses are compared: spaces and punctuation left out.
#[must_use]
pub fn address_key(address: &str) -> String {
    fold::key(address).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The surname with which a name begins: a compound one whole, else the first character; of other
/// scripts the whole name.
#[must_use]
pub fn surname_of(name: &str) -> String {
    let key = name_key(name);
    if let Some((compound, _)) = surname::compound(&key) {
        return compound.to_owned();
    }
    match key.chars().next() {
        Some(first) if !first.is_ascii() => first.to_string(),
        _ => key,
    }
}

/// What somebody is called whose given name was not asked.
const TITLES: &[&str] = &["先生", "女士", "小姐", "太太", "老师", "总", "哥", "姐"];

/// Whether two names may be one person's: the same, or one says the surname only (张先生, 张伟).
#[must_use]
pub fn may_be_one_name(one: &str, other: &str) -> bool {
    let (a, b) = (name_key(one), name_key(other));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let has_title = |name: &str| {
        let surname = surname_of(name);
        name.strip_prefix(surname.as_str()).is_some_and(|rest| rest.is_empty() || TITLES.contains(&rest))
    };
    a == b || (surname_of(&a) == surname_of(&b) && (has_title(&a) || has_title(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_of_the_finger() {
        let phone = "13800138000";
        for near in ["13800138001", "13800138008", "1380013800", "138001380000", "13800183000", "13801038000"] {
            assert!(is_slip(phone, near) && slips(phone).contains(near), "{near}");
        }
        for far in ["13800138000", "13800138011", "13800130080", "138001380", "03800138001"] {
            assert!(!is_slip(phone, far) && !slips(phone).contains(far), "{far}");
        }
    }

    #[test]
    fn names_that_may_be_one() {
        assert!(may_be_one_name("张伟", "张 伟"));
        assert!(may_be_one_name("张先生", "张伟"));
        assert!(may_be_one_name("欧阳女士", "欧阳娜"));
        assert!(!may_be_one_name("张伟", "张强"));
        assert!(!may_be_one_name("欧阳女士", "欧女士"));
        assert!(!may_be_one_name("", ""));
        assert_eq!(surname_of("司马光"), "司马");
        assert_eq!(surname_of("John Smith"), "johnsmith");
    }

    proptest! {
        #[test]
        fn both_ways_agree(phone in "1[3-9][0-9]{4,9}", other in "1[3-9][0-9]{4,9}") {
            prop_assert_eq!(slips(&phone).contains(&other), is_slip(&phone, &other));
            for slip in slips(&phone) {
                prop_assert!(is_slip(&phone, &slip) && is_slip(&slip, &phone), "{} {}", phone, slip);
            }
        }
    }
}
