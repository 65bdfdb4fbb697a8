//! The command line: clap types, and one file a verb. Human text unless `--json`; a fault is printed
//! once, as one sentence with what to do next.

pub mod answer;
pub mod batch;
pub mod credentials;
pub mod progress;
pub mod read;
pub mod verb;

use crate::register::fault::Fault;
use crate::text::{Lang, fault};
use chrono_tz::Tz;
use clap::{CommandFactory, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// 轮牌 lunpai: the board and the register of a property sales office.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None)]
pub struct Args {
    /// The register's file; the site's own when left out.
    #[arg(long, global = true, env = "LUNPAI_DB")]
    db: Option<PathBuf>,
    /// Language of what is printed and shown.
    #[arg(long, global = true, value_enum, env = "LUNPAI_LANG")]
    lang: Option<Lang>,
    /// The configuration's file; the user's own when left out.
    #[arg(long, global = true, env = "LUNPAI_CONFIG")]
    config: Option<PathBuf>,
    /// Time zone of the site, for a register that is made now.
    #[arg(long, global = true, default_value = "Asia/Shanghai")]
    zone: Tz,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Opens the desk on a demo sales office of its own, thrown away at the end.
    Demo(verb::demo::DemoArgs),
    /// Applies commands, one JSON object a line, and answers each.
    Batch {
        /// The file to read; standard input when left out or `-`.
        file: Option<PathBuf>,
        /// Stop at the first line that is not accepted.
        #[arg(long)]
        strict: bool,
        /// Enter all lines or none.
        #[arg(long, conflicts_with = "strict")]
        atomic: bool,
        #[command(flatten)]
        source: credentials::PinSource,
    },
    /// Shows the board as of the last accepted command.
    State {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows a client.
    Client {
        /// The client's id.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows a unit.
    Unit {
        /// The unit's id.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Explains the decisions about a visit.
    Why {
        /// The visit's id.
        visit: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Prints the case file of a disputed visit.
    Case(verb::case::CaseArgs),
    /// Shows violations, penalties and suspensions: everybody's, or one person's.
    Discipline {
        /// Whose; a staff id.
        staff: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows the rulebook, or one rule.
    Rules {
        /// The rule's number.
        number: Option<u32>,
    },
    /// Checks, shows, loads or tries a site's rulebook.
    Rulebook {
        /// What to do.
        #[command(subcommand)]
        what: verb::rulebook::What,
    },
    /// Checks the register's chain from the first to the last event.
    Verify {
        /// A hash from a closing sheet that must stand in the chain.
        #[arg(long, value_name = "HASH")]
        against: Option<String>,
    },
    /// Makes every table again from the log.
    Rebuild,
    /// Makes a checked copy of the register, or lists those there are.
    Backup(verb::backup::BackupArgs),
    /// Puts a backup in the register's place; the register before is kept.
    Restore(verb::backup::RestoreArgs),
    /// Sets a PIN, or lists who has one.
    Pin {
        /// What to do.
        #[command(subcommand)]
        what: verb::pin::What,
    },
    /// Closes the day, prints its closing sheet, writes its files again.
    Day {
        /// What to do.
        #[command(subcommand)]
        what: verb::day::What,
    },
    /// Writes the client log of days, or the whole register, for other programs.
    Export(verb::export::ExportArgs),
    /// Takes in the clients of a register kept elsewhere; says what it would do, until told to apply.
    Import(Box<verb::import::ImportArgs>),
    /// Prints the receipt of a deposit.
    Receipt(verb::receipt::ReceiptArgs),
    /// Shows the roster of a week, or writes it as calendars.
    Roster {
        /// What to do.
        #[command(subcommand)]
        what: verb::roster::What,
    },
    /// Says how turns and clients fell to everyone, and why they differ.
    Fairness(verb::fairness::FairnessArgs),
    /// Reports on a week, a month or any span: conversion, return visits, waiting, fairness, deposits.
    Report(verb::report::ReportArgs),
    /// Writes the configuration, or says where it is.
    Config {
        /// What to do.
        #[command(subcommand)]
        what: verb::config::What,
    },
    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Runs the program and gives its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Printing help may fail on a closed pipe; there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let lang = args.lang.unwrap_or_default();
    match run(args) {
        Ok(code) => ExitCode::from(code),
        Err(Fault::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{}", fault::sentence(lang, &what));
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> Result<u8, Fault> {
    let Args { db, lang, config, zone, verb } = args;
    let site = verb::Site { db, asked_lang: lang, lang: lang.unwrap_or_default(), config, zone };
    match verb {
        None => verb::desk::run(&site),
        Some(Verb::Demo(demo)) => verb::demo::run(&site, &demo),
        Some(Verb::Batch { file, strict, atomic, source }) => {
            verb::batch::run(&site, file.as_deref(), batch::Manner { strict, atomic }, &source)
        }
        Some(Verb::State { json }) => verb::show::state(&site, json),
        Some(Verb::Client { id, json }) => verb::show::client(&site, &id, json),
        Some(Verb::Unit { id, json }) => verb::show::unit(&site, &id, json),
        Some(Verb::Why { visit, json }) => verb::why::run(&site, &visit, json),
        Some(Verb::Case(case)) => verb::case::run(&site, &case),
        Some(Verb::Discipline { staff, json }) => verb::discipline::run(&site, staff.as_deref(), json),
        Some(Verb::Rules { number }) => verb::rules::run(&site, number),
        Some(Verb::Rulebook { what }) => verb::rulebook::run(&site, &what),
        Some(Verb::Verify { against }) => verb::verify::run(&site, against.as_deref()),
        Some(Verb::Rebuild) => verb::rebuild::run(&site),
        Some(Verb::Backup(backup)) => verb::backup::run(&site, &backup),
        Some(Verb::Restore(restore)) => verb::backup::restore(&site, &restore),
        Some(Verb::Pin { what }) => verb::pin::run(&site, &what),
        Some(Verb::Day { what }) => verb::day::run(&site, &what),
        Some(Verb::Export(export)) => verb::export::run(&site, &export),
        Some(Verb::Import(import)) => verb::import::run(&site, &import),
        Some(Verb::Receipt(receipt)) => verb::receipt::run(&site, &receipt),
        Some(Verb::Roster { what }) => verb::roster::run(&site, &what),
        Some(Verb::Fairness(fairness)) => verb::fairness::run(&site, &fairness),
        Some(Verb::Report(report)) => verb::report::run(&site, &report),
        Some(Verb::Config { what }) => verb::config::run(&site, &what),
        Some(Verb::Completions { shell }) => {
            clap_complete::generate(shell, &mut Args::command(), "lunpai", &mut std::io::stdout());
            Ok(0)
        }
    }
}
