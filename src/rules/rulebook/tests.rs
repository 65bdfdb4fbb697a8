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
code = "away"
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
        ("number = 1\n", "nummer = 1\n", "line 1: rule ? lacks \"number\""),
        ("text = { zh = \"文\", en = \"text\" }", "", "line 1: rule 1 lacks \"text\""),
        ("en = \"where\"", "fr = \"où\"", "line 5: \"applied\" of rule 1 has zh and en alone, no \"fr\""),
        ("penalty = \"suspension 2\"", "penalty = \"fine\"", "line 18: \"penalty\" of violation \"v\" must be warning"),
        ("becomes = \"leave\"", "becomes = \"gone\"", "line 23: \"becomes\" of absence \"away\" must be private"),
        ("[[absence]]", "[[absense]]", "line 21: there is no part \"absense\""),
        ("zh = \"题\"", "zh = \" \"", "line 3: \"title\" of rule 1 needs words for zh"),
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
    assert_eq!(found.to_string(), "line 26: absence \"away\" is given twice");
    assert_eq!(found.what.zh, "离岗原因“away”写了两遍");
}

#[test]
fn every_fault_is_told_in_the_order_of_the_lines() {
    let book = BOOK
        .replacen("title = { zh = \"题\"", "title = { zh = \"\"", 1)
        .replacen("penalty = \"suspension 2\"", "penalty = \"fine\"", 1)
        .replacen("becomes = \"leave\"", "becomes = \"gone\"", 1);
    let (_, faults) = read::book(&book);
    let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [Some(3), Some(18), Some(23)], "{faults:?}");
}

/// The entries of the shipped text: the line of each header, from 1, and its fields' lines.
fn shipped_entries() -> Vec<(usize, Vec<usize>)> {
    let mut entries: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, line) in STANDARD.lines().enumerate() {
        match entries.last_mut() {
            _ if line.starts_with("[[") => entries.push((at + 1, Vec::new())),
            Some((_, fields)) if line.contains(" = ") && !line.starts_with('#') => fields.push(at + 1),
            _ => {}
        }
    }
    entries
}

/// The shipped text with one line made another, or taken away.
fn with_line(number: usize, line: Option<&str>) -> String {
    let lines = STANDARD.lines().enumerate();
    let kept = lines.filter_map(|(at, old)| if at + 1 == number { line } else { Some(old) });
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_field_made_wrong_is_told_with_its_line() {
    assert_eq!(Rulebook::check(STANDARD), (Rulebook::standard().clone(), Vec::new()));
    let mut tried = 0;
    for (header, fields) in shipped_entries() {
        let last = *fields.last().unwrap();
        for number in fields {
            let line = STANDARD.lines().nth(number - 1).unwrap();
            let (name, value) = line.split_once(" = ").unwrap();
            let mut wrong = vec![
                (Some(format!("{name} = [[1]]")), number..=number),
                (Some(format!("{name} = 1979-05-27")), number..=number),
                (Some(format!("{name}_ = {value}")), header..=last),
                (Some(format!("{name} = ")), number..=number),
                (None, header..=last),
            ];
            if value.starts_with('"') {
                wrong.push((Some(format!("{name} = \" \"")), header..=number));
                wrong.push((Some(format!("{name} = 7")), header..=number));
                wrong.push((Some(format!("{name} = \"{}\"", "长".repeat(3000))), header..=number));
            } else if value.parse::<u32>().is_ok() {
                wrong.push((Some(format!("{name} = -1")), header..=number));
                wrong.push((Some(format!("{name} = 4294967296")), header..=number));
            }
            for (line, expected) in wrong {
                let (_, faults) = Rulebook::check(&with_line(number, line.as_deref()));
                let is_told = faults.iter().any(|fault| fault.line.is_some_and(|at| expected.contains(&at)));
                assert!(is_told, "line {number} as {line:?}: {faults:?}");
                assert!(faults.iter().all(|fault| !fault.what.zh.is_empty() && !fault.what.en.is_empty()));
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn every_entry_given_twice_or_left_out_is_told() {
    let entries = shipped_entries();
    for (header, fields) in entries {
        let entry: Vec<&str> = STANDARD.lines().skip(header - 1).take(fields.last().unwrap() - header + 1).collect();
        let twice = format!("{STANDARD}\n{}\n", entry.join("\n"));
        let line = STANDARD.lines().count() + 2;
        let (_, faults) = Rulebook::check(&twice);
        assert_eq!(faults.first().and_then(|fault| fault.line), Some(line), "{faults:?}");
        let lines = STANDARD.lines().enumerate();
        let without = lines.filter(|(at, _)| !(header..=*fields.last().unwrap()).contains(&(at + 1)));
        let without: Vec<&str> = without.map(|(_, line)| line).collect();
        let (_, faults) = Rulebook::check(&without.join("\n"));
        assert_eq!(faults.is_empty(), entry[0] == "[[absence]]", "without line {header}: {faults:?}");
    }
}

#[test]
fn what_is_the_program_s_cannot_be_changed() {
    for (old, new, fault) in [
        ("rules = [9, 15]", "rules = [9]", "violation \"picking\""),
        ("default = 5\n", "default = 6\n", "all of policy \"notify_minutes\""),
        ("min = 1, max = 60", "min = 1, max = 90", "all of policy \"notify_minutes\""),
        ("number = 4\n", "number = 10\n", "rule 10"),
        ("kind = \"gossip\"", "kind = \"golf\"", "violation \"golf\""),
    ] {
        let (_, faults) = Rulebook::check(&STANDARD.replacen(old, new, 1));
        assert!(faults.iter().any(|found| found.what.en.contains(fault)), "{new}: {faults:?}");
    }
}

#[test]
fn what_is_written_reads_the_same() {
    let mut book = Rulebook::standard().clone();
    assert_eq!(Rulebook::check(&book.to_toml()), (book.clone(), Vec::new()));
    let tricky = Bilingual { zh: "引号\"和\\斜线".into(), en: "it's \"quoted\"".into() };
    book.rules.push(Rule { number: 28, title: tricky.clone(), text: tricky.clone(), ..Rule::default() });
    book.absences.push(AbsenceReason { code: "site_visit".into(), becomes: Becomes::Business, label: tricky });
    for policy in &mut book.policies {
        policy.value = Some(policy.default.clone());
    }
    assert_eq!(Rulebook::check(&book.to_toml()), (book, Vec::new()));
}
