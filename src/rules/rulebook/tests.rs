use super::*;

const BOOK: &str = r#"[[rule]]
number = 1
title = { zh = "题", en = "title" }
text = { zh = "文", en = "text" }
applied = { zh = "处", en = "where" }
policies = ["p"]

[[policy]]
key = "p"
default = 5
rules = [1]
allowed = { number = { min = 1, max = 60 } }
meaning = { zh = "义", en = "meaning" }

[[violation]]
kind = "v"
rules = [1]
penalty = "suspension 2"
name = { zh = "名", en = "name" }

[[absence]]
code = "a"
becomes = "leave"
label = { zh = "签", en = "label" }
"#;

#[test]
fn the_standard_book_is_whole() {
    let book = Rulebook::parse(STANDARD).unwrap();
    assert_eq!(Rulebook::standard(), &book);
    let numbers: Vec<u8> = book.rules.iter().map(|rule| rule.number).collect();
    let expected: Vec<u8> = (1..=27).filter(|number| *number != 10).collect();
    assert_eq!(numbers, expected);
    let keys: Vec<&str> = book.policies.iter().map(|policy| policy.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "register_match",
            "when_all_busy",
            "makeup_cap",
            "makeup_run",
            "double_up_max",
            "named_on_turn",
            "makeup_expires",
            "late_arrival",
            "suspension_start",
            "suspended_serves_own",
            "notify_minutes",
            "protection_days",
        ]
    );
    assert_eq!(book.violations.len(), 14);
    assert_eq!(book.violation("poaching").map(|entry| entry.penalty), Some(Penalty::Suspension(1)));
    assert_eq!(
        book.violation("data_leak").map(|entry| (entry.penalty, entry.rules.len())),
        Some((Penalty::MajorDemerit, 0))
    );
    assert_eq!(book.absence("washroom").map(|entry| entry.becomes), Some(Becomes::Private));
    assert_eq!(book.rule(10), None);
    assert_eq!(book.policy("notify_minutes").map(|policy| &policy.default), Some(&PolicyValue::Number(5)));
}

#[test]
fn a_small_book_reads() {
    let book = Rulebook::parse(BOOK).unwrap();
    assert_eq!(book.violation("v").map(|v| v.penalty), Some(Penalty::Suspension(2)));
    assert_eq!(Rulebook::parse(""), Ok(Rulebook::default()));
}

#[test]
fn policies_admit_their_values() {
    let range = |min, max| Allowed::Number(NumberRange { min, max });
    let name = |text: &str| PolicyValue::Choice(text.to_owned());
    assert!(range(1, Some(60)).admits(&PolicyValue::Number(60)));
    assert!(!range(1, Some(60)).admits(&PolicyValue::Number(61)));
    assert!(!range(1, None).admits(&PolicyValue::Number(0)));
    assert!(range(0, None).admits(&PolicyValue::Number(u32::MAX)));
    assert!(Allowed::Flag.admits(&PolicyValue::Flag(false)));
    assert!(!Allowed::Flag.admits(&name("true")));
    assert!(Allowed::Choice(vec!["a".into()]).admits(&name("a")));
    assert!(!Allowed::Choice(vec!["a".into()]).admits(&name("b")));
}

#[test]
fn penalties_read_as_written() {
    for text in ["warning", "demerit", "major_demerit", "suspension 1", "suspension 30"] {
        assert_eq!(Penalty::try_from(text.to_owned()).unwrap().to_string(), text);
    }
    for text in ["", "fine", "suspension", "suspension 0", "suspension -1", "Warning"] {
        assert!(Penalty::try_from(text.to_owned()).is_err(), "{text}");
    }
}

/// Each row mends or breaks one thing of the small book: what is replaced, by what, and the fault.
#[test]
fn faults_say_what_and_where() {
    for (old, new, fault) in [
        ("number = 1", "number = ", "line 2: "),
        ("number = 1\n", "number = 300\n", "line 2: "),
        ("number = 1\n", "nummer = 1\n", "line 2: unknown field `nummer`"),
        ("text = { zh = \"文\", en = \"text\" }", "", "line 1: missing field `text`"),
        ("en = \"where\"", "fr = \"où\"", "line 5: unknown field `fr`"),
        ("penalty = \"suspension 2\"", "penalty = \"fine\"", "line 18: unknown penalty \"fine\""),
        ("becomes = \"leave\"", "becomes = \"gone\"", "line 23: unknown variant `gone`"),
        ("[[absence]]", "[[absense]]", "line 21: unknown field `absense`"),
        ("zh = \"题\"", "zh = \" \"", "line 1: rule 1 has no words in Chinese or in English"),
        ("default = 5", "default = 61", "line 8: policy \"p\" does not allow its own default, \"61\""),
        ("policies = [\"p\"]", "policies = [\"q\"]", "line 1: rule 1 names policy \"q\", which does not name it"),
        ("policies = [\"p\"]", "policies = []", "line 8: policy \"p\" names rule 1, which does not name it"),
        (
            "kind = \"v\"\nrules = [1]",
            "kind = \"v\"\nrules = [9]",
            "line 15: violation \"v\" names rule 9, and there is no such rule",
        ),
    ] {
        assert!(BOOK.contains(old), "{old}");
        let found = Rulebook::parse(&BOOK.replacen(old, new, 1)).unwrap_err();
        assert!(found.to_string().starts_with(fault), "{found}\nexpected {fault}");
        assert!(!found.what.zh.is_empty());
    }
}

#[test]
fn nothing_is_given_twice() {
    let (_, absence) = BOOK.split_once("[[absence]]").unwrap();
    let twice = format!("{BOOK}\n[[absence]]{absence}");
    let found = Rulebook::parse(&twice).unwrap_err();
    assert_eq!(found.to_string(), "line 26: absence \"a\" is given twice");
    assert_eq!(found.what.zh, "离岗原因“a”写了两遍");
}
