//! lunpai 轮牌: the board and the register of a property sales office (售楼处), in a terminal.
//!
//! # The map
//!
//! Everything goes one way through the house:
//!
//! ```text
//! key press / batch line / verb
//!    → Command    what someone wants                     rules::command
//!    → decide     pure: floor + facts + now → an entry   rules::decide
//!    → commit     log and tables, one transaction        register
//!    → evolve     pure: floor + entry → floor            rules::evolve
//!    → view       a screen, a JSON answer, an export     ui, cli, export
//! ```
//!
//! | room | what it owns | what it must never do |
//! | --- | --- | --- |
//! | [`rules`] | what every written rule means: commands, facts, refusals, the floor | input or output, the time, chance, SQL, interface text; it uses nothing of ours but itself |
//! | [`register`] | one SQLite file: the log and its chain, personal words beside it, the tables made from it; finding clients in memory, pinyin | decide; name a screen |
//! | [`desk`] | the one place where rules and register meet: [`desk::Desk::submit`], [`desk::Desk::preview`] | know screens or JSON |
//! | [`text`] | the interface's words, Chinese and English side by side; cells, money | judge whether something is allowed |
//! | [`cli`] | the command line, one file a verb; the command language of `batch` | know a rule |
//! | [`ui`] | the desk on the screen: keymap, actions, forms, the board; an effect goes through the desk | know a rule or name SQL |
//! | [`closing`] | closing a day whole: backup, exports and closing sheet written before the day is closed for good | decide; close a day whose files could not be written |
//! | [`export`] | format-free rows of the client log, and CSV, XLSX, JSONL; receipts and reports as HTML; where files go | show what the viewer may not see |
//! | [`import`] | registers kept elsewhere: files as rows of cells, columns by their headings, clients made of rows | open a register; say to whom a client belongs |
//! | [`demo`] | a sales office made by giving real commands | take a way of its own past the rules |
//! | [`clock`] | the only place that reads the time | anything else |
//!
//! A decision is an [`rules::event::Entry`]: the command and the facts that followed. The log keeps
//! entries; a floor is made of them, and so is every table; an answer is made of one. That is why
//! every answer can be explained, replayed and taken back.
//!
//! To add a command: its struct in [`rules::command`], its chapter's function behind
//! [`rules::decide::decide`], its facts in [`rules::event`], what they do to the floor in
//! `rules::evolve` and to the tables in [`register::project`], its result in [`cli::answer`], and a
//! table of cases under `tests/rules`.

pub mod cli;
pub mod clock;
pub mod closing;
pub mod demo;
pub mod desk;
pub mod export;
pub mod import;
pub mod register;
pub mod rules;
pub mod text;
pub mod ui;
