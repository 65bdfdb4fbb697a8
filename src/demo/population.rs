//! People by the million for a large register: seeded, one after the other in the order of their
//! first contact, in constant memory. All invented; the telephone numbers lie in ranges (142, 143)
//! that are not given out to anyone. Pure: it knows neither the register nor the time.

use super::dice::Dice;
use std::collections::VecDeque;

/// Somebody who came to the office at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Their numbers, their own first; members of a family may share one.
    pub phones: Vec<String>,
    /// The company they come for.
    pub company: Option<String>,
    /// The name that their family gives.
    pub household: Option<String>,
    /// Who owns them, a number below that of the staff.
    pub owner: usize,
    /// When they were first heard of, UTC microseconds; the first visit.
    pub first_contact: i64,
    /// When they came and who received them, the first one first; three on average.
    pub visits: Vec<(i64, usize)>,
    /// Where they heard of the site.
    pub source: Option<String>,
}

/// Surnames and how many of 10,000 people have them, about; the rest have one of [`RARE`].
const SURNAMES: &[(&str, i64)] = &[
    ("王", 725),
    ("李", 719),
    ("张", 683),
    ("刘", 538),
    ("陈", 453),
    ("杨", 308),
    ("黄", 223),
    ("赵", 229),
    ("吴", 205),
    ("周", 212),
    ("徐", 166),
    ("孙", 154),
    ("马", 129),
    ("朱", 126),
    ("胡", 131),
    ("郭", 115),
    ("何", 117),
    ("林", 107),
    ("罗", 101),
    ("高", 100),
    ("郑", 87),
    ("梁", 84),
    ("谢", 79),
    ("宋", 70),
    ("唐", 69),
    ("许", 66),
    ("邓", 65),
    ("冯", 64),
    ("韩", 62),
    ("曹", 61),
    ("曾", 60),
    ("彭", 60),
    ("萧", 56),
    ("蔡", 53),
    ("潘", 52),
    ("田", 52),
    ("董", 51),
    ("袁", 50),
    ("于", 50),
    ("余", 48),
    ("叶", 47),
    ("蒋", 47),
    ("杜", 46),
    ("苏", 46),
    ("魏", 45),
    ("程", 44),
    ("吕", 43),
    ("丁", 42),
    ("沈", 41),
    ("任", 41),
    ("姚", 40),
    ("卢", 40),
    ("傅", 40),
    ("钟", 39),
    ("姜", 39),
    ("崔", 38),
    ("谭", 38),
    ("廖", 37),
    ("范", 36),
    ("汪", 36),
    ("陆", 35),
    ("金", 34),
    ("石", 34),
    ("戴", 33),
    ("贾", 33),
    ("韦", 32),
    ("夏", 32),
    ("邱", 31),
    ("方", 31),
    ("侯", 30),
    ("邹", 30),
    ("熊", 29),
    ("孟", 29),
    ("秦", 28),
    ("白", 28),
    ("江", 27),
    ("阎", 27),
    ("薛", 26),
    ("尹", 26),
    ("段", 25),
];
const RARE: &[&str] = &[
    "单", "解", "仇", "查", "区", "乐", "朴", "繁", "盖", "华", "纪", "柏", "欧阳", "司徒", "上官", "尉迟", "万俟",
    "长孙", "令狐", "雷", "黎", "史", "龙", "陶", "贺", "顾", "毛", "郝", "龚", "邵", "万", "钱", "严", "覃", "武",
    "莫", "孔", "向", "汤",
];

/// Characters of given names, about as often as they are chosen.
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文海红玉梅志林晓春玲金云峰宇佳鑫波婷\
雪浩辉鹏飞子涵梓萱欣怡思琪诗雨轩博然俊家豪昊天一诺可馨语嫣依娅慧兰珍莲凤香翠荣贵福祥瑞永康德胜利民生义仁忠良才学斌\
彬凯旋毅坚成龙虎东南西北青松柏青山川江河源泉清洁莹晶琳琅珊珠瑾瑜璐瑶琴棋书画艺舒畅乐嘉泽润霖露霜冰寒冬夏秋立新\
力行健乾坤启航帆远程锦绣彩虹蕾蓉薇菲菁芸苗茜茵荷菊竹兴旺发达盛世昌隆安宁泰和顺少先光耀星辰晨曦旭阳昕晖景";

const COMPANY_CITIES: &[&str] = &["上海", "江海", "滨江", "东湖", "南岭", "临港", "青浦", "苏州", "杭州", "宁波"];
const COMPANY_WORDS: &[&str] = &[
    "恒达", "华信", "鼎盛", "瑞丰", "中联", "海川", "远航", "立信", "同创", "新元", "宏图", "金石", "蓝天", "长青",
    "万和", "天成",
];
const COMPANY_TRADES: &[&str] = &[
    "科技",
    "贸易",
    "建材",
    "物流",
    "实业",
    "投资",
    "餐饮",
    "医疗器械",
    "电子",
    "装饰工程",
    "广告",
    "网络科技",
    "服装",
    "咨询",
];
const COMPANY_FORMS: &[&str] =
    &["有限公司", "有限公司", "有限公司", "股份有限公司", "（集团）有限公司", "有限责任公司"];

const SOURCES: &[&str] = &["自然到访", "路过", "户外广告", "网络广告", "短视频", "中介带看", "朋友介绍", "电话预约"];
const FOREIGN: &[&str] = &["John Smith", "Maria García", "Yuki Tanaka", "Kim Min-jun", "Ivan Petrov", "Chloé Martin"];
const WITH_DOT: &[&str] = &["阿不都·热合曼", "古丽娜尔·买买提", "迪丽热巴·艾山", "巴特尔·苏和"];

const DAY_MICROS: i64 = 86_400_000_000;
const HOUR_MICROS: i64 = 3_600_000_000;
/// The site's doors are open from nine for so many hours, on clocks eight hours ahead of UTC.
const OPEN_HOURS: i64 = 9;
const OPENS_AT: i64 = HOUR_MICROS;
/// How far back the register goes.
const SPAN_DAYS: i64 = 8 * 365;
/// How many visits ten people make: thirty.
const VISITS: [usize; 10] = [1, 3, 1, 8, 2, 5, 1, 4, 2, 3];
/// How many people one may be mistaken for.
const LATELY_MAX: usize = 8;
/// So many numbers are given to people; the rest of the range is for slips.
const NUMBERS: u64 = 100_000_000;
/// Has no factor in common with the numbers, and is near their golden section: neighbours lie far apart.
const NUMBER_STEP: u64 = 61_803_399;

/// The people of a register, the same for the same seed; the last first contact is before `until`.
pub fn people(seed: u64, count: usize, staff: usize, until: i64) -> impl Iterator<Item = Person> {
    let mut dice = Dice::new(seed);
    let first_number = dice.bits() % NUMBERS;
    let mut crowd = Crowd { dice, first_number, count, staff, until, lately: VecDeque::new(), family: None };
    (0..count).map(move |at| crowd.person(at))
}

/// The members of a family still to come.
struct Family {
    surname: String,
    name: String,
    phone: String,
    left: i64,
}

struct Crowd {
    dice: Dice,
    first_number: u64,
    count: usize,
    staff: usize,
    until: i64,
    /// Name and number of those who came last.
    lately: VecDeque<(String, String)>,
    family: Option<Family>,
}

impl Crowd {
    fn person(&mut self, at: usize) -> Person {
        let mut phones = vec![number(self.first_number, at)];
        let mut household = None;
        let name = match self.family.take() {
            Some(mut family) => {
                household = Some(family.name.clone());
                // Half of a family bears one name; children and the old are reached by another's phone.
                let name = if self.dice.chance(55) { self.full_name(&family.surname) } else { self.name() };
                if self.dice.chance(20) {
                    phones.push(family.phone.clone());
                }
                family.left -= 1;
                self.family = Some(family).filter(|family| family.left > 0);
                name
            }
            None if self.dice.chance(1) => self.mistaken(&mut phones).unwrap_or_else(|| self.name()),
            None => {
                let name = self.name();
                if self.dice.chance(6) {
                    let surname = surname_of(&name);
                    let own = phones.first().cloned().unwrap_or_default();
                    let family = format!("{surname}家{}", own.get(3..).unwrap_or_default());
                    household = Some(family.clone());
                    self.family = Some(Family { surname, name: family, phone: own, left: self.dice.between(1, 3) });
                }
                name
            }
        };
        if let Some(own) = phones.first() {
            self.lately.push_back((name.clone(), own.clone()));
        }
        if self.lately.len() > LATELY_MAX {
            self.lately.pop_front();
        }
        let owner = self.dice.index(self.staff);
        let visits = self.visits(at, owner);
        Person {
            name,
            phones,
            company: self.company(),
            household,
            owner,
            first_contact: visits.first().map_or(0, |(at, _)| *at),
            visits,
            source: if self.dice.chance(90) { Some(self.dice.word(SOURCES).to_owned()) } else { None },
        }
    }

    /// Somebody who was here already, entered again with one digit wrong.
    fn mistaken(&mut self, phones: &mut [String]) -> Option<String> {
        let (name, right) = self.dice.pick(self.lately.make_contiguous()).cloned()?;
        if let Some(phone) = phones.first_mut() {
            *phone = slip(&right, 3 + self.dice.index(8));
        }
        Some(name)
    }

    fn name(&mut self) -> String {
        match self.dice.between(1, 1_000) {
            1 | 2 => self.dice.word(FOREIGN).to_owned(),
            3 => self.dice.word(WITH_DOT).to_owned(),
            4..=60 => format!("{}{}", self.surname(), if self.dice.chance(50) { "先生" } else { "女士" }),
            _ => {
                let surname = self.surname();
                self.full_name(surname)
            }
        }
    }

    fn surname(&mut self) -> &'static str {
        let mut left = self.dice.between(1, 10_000);
        for (surname, share) in SURNAMES {
            left -= share;
            if left <= 0 {
                return surname;
            }
        }
        self.dice.word(RARE)
    }

    fn full_name(&mut self, surname: &str) -> String {
        let mut name = surname.to_owned();
        let letters = if self.dice.chance(18) { 1 } else { 2 };
        (0..letters).for_each(|_| name.extend(self.given()));
        name
    }

    /// A character of a given name: the lower of two throws, so that the first ones are frequent.
    fn given(&mut self) -> Option<char> {
        let count = GIVEN.len() / 3;
        let at = self.dice.index(count).min(self.dice.index(count));
        GIVEN.get(at * 3..)?.chars().next()
    }

    fn company(&mut self) -> Option<String> {
        if !self.dice.chance(7) {
            return None;
        }
        let words = [COMPANY_CITIES, COMPANY_WORDS, COMPANY_TRADES, COMPANY_FORMS].map(|words| self.dice.word(words));
        Some(words.concat())
    }

    /// When somebody came, the first time in the order of people, then again within months.
    fn visits(&mut self, at: usize, owner: usize) -> Vec<(i64, usize)> {
        let count = VISITS.get((at + at / 10 * 7) % VISITS.len()).copied().unwrap_or(1);
        // The last day that is over before `until`, and the days before it.
        let last_day = (self.until - OPENS_AT - OPEN_HOURS * HOUR_MICROS).div_euclid(DAY_MICROS);
        let first_day = last_day - SPAN_DAYS + 1;
        let share = i128::from(SPAN_DAYS) * i128::from(DAY_MICROS) * i128::try_from(at).unwrap_or(0);
        let since = i64::try_from(share / i128::try_from(self.count.max(1)).unwrap_or(1)).unwrap_or(0);
        let mut day = first_day + since / DAY_MICROS;
        let mut came = day * DAY_MICROS + OPENS_AT + since % DAY_MICROS * OPEN_HOURS / 24;
        let mut visits = vec![(came, owner)];
        for _ in 1..count {
            let gap = self.dice.between(1, 45).min(last_day - day);
            day += gap;
            let within = self.dice.between(0, OPEN_HOURS * HOUR_MICROS - 1);
            came = if gap > 0 { day * DAY_MICROS + OPENS_AT + within } else { came + 1 };
            let receiver = if self.dice.chance(85) { owner } else { self.dice.index(self.staff) };
            visits.push((came, receiver));
        }
        visits
    }
}

fn surname_of(name: &str) -> String {
    let known = |count: usize| name.chars().take(count).collect::<String>();
    let double = known(2);
    if RARE.contains(&double.as_str()) { double } else { known(1) }
}

/// The number of the person at a place: no two alike, the sum of the last eight digits even.
fn number(first: u64, at: usize) -> String {
    let place = (first + u64::try_from(at).unwrap_or(0) % NUMBERS * NUMBER_STEP) % NUMBERS;
    let (range, digits) = (2 + place % 2, place / 2); // fifty million in each range
    let (seven, choice) = (digits / 5, digits % 5);
    let odd = digit_sum(seven) % 2;
    format!("14{range}{seven:07}{}", choice * 2 + odd)
}

fn digit_sum(mut number: u64) -> u64 {
    let mut sum = 0;
    while number > 0 {
        sum += number % 10;
        number /= 10;
    }
    sum
}

/// A number with the digit at a place one off: the sum is odd then, so that nobody has it.
fn slip(number: &str, place: usize) -> String {
    let wrong =
        |digit: char| digit.to_digit(10).map_or(digit, |d| char::from(b'0' + u8::try_from((d ^ 1) % 10).unwrap_or(0)));
    number.chars().enumerate().map(|(at, digit)| if at == place { wrong(digit) } else { digit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::phone;
    use std::collections::{BTreeMap, BTreeSet};

    const UNTIL: i64 = 1_795_000_000_000_000;
    const COUNT: usize = 20_000;
    const STAFF: usize = 12;

    fn all(seed: u64) -> Vec<Person> {
        people(seed, COUNT, STAFF, UNTIL).collect()
    }

    #[test]
    fn one_seed_makes_the_same_people() {
        assert_eq!(all(7), all(7));
        assert_ne!(all(7), all(8));
    }

    #[test]
    fn they_came_in_order_three_times_each_before_the_end() {
        let all = all(1);
        assert!(all.is_sorted_by_key(|person| person.first_contact));
        assert_eq!(all.iter().map(|person| person.visits.len()).sum::<usize>(), 3 * COUNT);
        for person in &all {
            assert_eq!(person.first_contact, person.visits[0].0);
            assert!(person.visits.is_sorted_by(|a, b| a.0 < b.0), "{person:?}");
            assert!(person.visits.iter().all(|(at, staff)| *at < UNTIL && *staff < STAFF) && person.owner < STAFF);
        }
    }

    #[test]
    fn numbers_are_whole_and_shared_within_families_only() {
        let all = all(3);
        let mut owners: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        for person in &all {
            for number in &person.phones {
                assert_eq!(phone::normalise(number).as_ref(), Some(number));
                owners.entry(number).or_default().push(person);
            }
        }
        let shared: Vec<_> = owners.values().filter(|people| people.len() > 1).collect();
        assert!(shared.len() > 50, "{}", shared.len());
        for people in shared {
            let same =
                |of: fn(&Person) -> Option<&str>| people.iter().map(|p| of(p)).collect::<BTreeSet<_>>().len() == 1;
            // Two slips of one person may be alike.
            assert!(same(|p| p.household.as_deref()) && people[0].household.is_some() || same(|p| Some(&p.name)));
        }
    }

    #[test]
    fn there_are_namesakes_families_companies_and_slips() {
        let all = all(5);
        let names: BTreeSet<&str> = all.iter().map(|person| person.name.as_str()).collect();
        assert!(names.len() < COUNT * 19 / 20 && names.len() > COUNT / 4, "{}", names.len());
        let count = |is: fn(&Person) -> bool| all.iter().filter(|person| is(person)).count();
        assert!((COUNT / 20..COUNT / 5).contains(&count(|person| person.household.is_some())));
        assert!((COUNT / 20..COUNT / 10).contains(&count(|person| person.company.is_some())));
        let off = |a: &str, b: &str| a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count() == 1;
        let pairs = all.windows(LATELY_MAX + 1);
        let slips = pairs.filter(|near| {
            let (last, before) = (&near[LATELY_MAX], &near[..LATELY_MAX]);
            before.iter().any(|p| p.name == last.name && off(&p.phones[0], &last.phones[0]))
        });
        assert!(slips.count() > 50);
    }

    #[test]
    fn nobody_of_no_staff() {
        assert_eq!(people(1, 0, 0, UNTIL).count(), 0);
        assert!(people(1, 3, 0, UNTIL).all(|person| person.owner == 0));
    }
}
