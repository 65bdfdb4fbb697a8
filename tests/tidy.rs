//! The project's own style, held as tests: rooms have borders, files stay readable, and the rulebook,
//! the code and the tests speak of the same rules.

use lunpai::rules::command::{Command, ViolationKind};
use lunpai::rules::policy::Policies;
use lunpai::rules::refusal::Code;
use lunpai::rules::rulebook::Rulebook;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines of code: comments, blank lines and unit tests apart.
const CODE_LINES_MAX: usize = 420;

/// What each room may use of ours.
const BORDERS: &[(&str, &[&str])] = &[
    ("rules", &["rules"]),
    ("register", &["register", "rules"]),
    ("desk", &["desk", "register", "rules", "clock"]),
    ("text", &["text", "import", "rules", "register"]),
    ("export", &["export", "register", "rules", "text"]),
    ("closing", &["closing", "export", "desk", "register", "rules", "text", "clock"]),
    ("import", &["import", "rules"]),
    ("demo", &["demo", "desk", "rules", "register", "clock"]),
    ("ui", &["ui", "closing", "desk", "export", "register", "rules", "text", "clock"]),
];

/// Crates that a room must not name.
const FOREIGN: &[(&str, &[&str])] = &[
    ("rules", &["rusqlite", "ratatui", "std::fs", "std::io", "std::time"]),
    ("register", &["ratatui"]),
    ("desk", &["ratatui", "rusqlite"]),
    ("import", &["ratatui", "rusqlite"]),
    ("text", &["ratatui"]),
    ("closing", &["ratatui", "rusqlite"]),
    ("ui", &["rusqlite"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found
}

/// The code of a file: no comments, no blank lines, no unit tests.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn rooms_have_borders() {
    for (room, allowed) in BORDERS {
        let folder = root().join("src").join(room);
        if !folder.exists() {
            continue;
        }
        for file in files(&folder, "rs") {
            let code = code(&file).join("\n");
            for used in code.split("crate::").skip(1) {
                let named = used.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
                assert!(named.is_empty() || allowed.contains(&named), "{} uses crate::{named}", file.display());
            }
        }
    }
}

#[test]
fn rooms_name_no_foreign_crates() {
    for (room, banned) in FOREIGN {
        let folder = root().join("src").join(room);
        if !folder.exists() {
            continue;
        }
        for file in files(&folder, "rs") {
            let code = code(&file).join("\n");
            for name in *banned {
                assert!(!code.contains(&format!("{name}::")), "{} names {name}", file.display());
            }
        }
    }
}

#[test]
fn files_stay_readable() {
    let sources = files(&root().join("src"), "rs").into_iter().chain(files(&root().join("tests"), "rs"));
    for file in sources {
        let lines = code(&file).len();
        assert!(lines <= CODE_LINES_MAX, "{} has {lines} lines of code", file.display());
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["utils", "util", "common", "helpers", "types", "misc"].contains(&name.as_str()),
            "{}",
            file.display()
        );
    }
}

#[test]
fn every_rule_is_written_and_tested() {
    let expected: BTreeSet<u8> = (1..=27).filter(|number| *number != 10).collect();
    let written: BTreeSet<u8> = Rulebook::standard().rules.iter().map(|rule| rule.number).collect();
    assert_eq!(written, expected);
    for rule in &Rulebook::standard().rules {
        assert!(!rule.applied.zh.is_empty() && !rule.applied.en.is_empty(), "rule {} is applied nowhere", rule.number);
    }
    let tests: String =
        files(&root().join("tests/rules"), "rs").iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let tested: BTreeSet<u8> = tests
        .split("fn rule_")
        .skip(1)
        .filter_map(|rest| rest.get(..2)?.parse().ok())
        .chain(tests.split("_rule_").skip(1).filter_map(|rest| rest.get(..2)?.parse().ok()))
        .collect();
    let missing: Vec<&u8> = expected.difference(&tested).collect();
    assert!(missing.is_empty(), "no test is named after rules {missing:?}");
}

#[test]
fn the_rulebook_and_the_code_know_the_same_things() {
    let book = Rulebook::standard();
    for key in Policies::KEYS {
        assert!(book.policy(key).is_some(), "the rulebook lacks policy {key}");
    }
    assert_eq!(book.policies.len(), Policies::KEYS.len());
    for kind in ViolationKind::ALL {
        assert!(book.violation(kind.code()).is_some(), "the rulebook lacks violation {}", kind.code());
    }
    assert_eq!(book.violations.len(), ViolationKind::ALL.len());
}

#[test]
fn every_command_and_refusal_is_tested() {
    let tests: String =
        files(&root().join("tests"), "rs").iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for name in Command::NAMES {
        assert!(tests.contains(&format!("\"{name}\"")), "no test gives {name}");
    }
    for code in Code::ALL {
        assert!(tests.contains(&format!("\"{code}\"")), "no test is refused {code}");
    }
}

#[test]
fn nothing_names_this_machine() {
    let all = ["rs", "toml", "md", "sql"].iter().flat_map(|ending| {
        ["src", "tests", "assets"].iter().flat_map(|folder| files(&root().join(folder), ending)).collect::<Vec<_>>()
    });
    for file in all.filter(|file| !file.ends_with("tidy.rs")) {
        let text = fs::read_to_string(&file).unwrap();
        for path in ["/home/", "/work/", "/root/"] {
            assert!(!text.contains(path), "{} names {path}", file.display());
        }
    }
}
