//! `lunpai demo`: a sales office to try things in, thrown away at the end.

use super::config::{load, options};
use super::{Site, complain, say};
use crate::cli::progress;
use crate::clock;
use crate::demo;
use crate::desk::Desk;
use crate::register::fault::Fault;
use crate::text::Lang;
use crate::ui;
use crate::ui::config::Config;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Which story: the same number tells the same one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make the demo's register at `--db` and keep it, without opening the desk.
    #[arg(long)]
    make: bool,
    /// Put so many clients with their visits before the week; the register is made at `--db` and kept.
    #[arg(long, value_name = "N", conflicts_with = "headless")]
    clients: Option<u32>,
    /// Make the demo, say what is in it, and throw it away, without opening the desk.
    #[arg(long, conflicts_with = "make")]
    headless: bool,
}

/// Opens the desk on a demo; 1 when its register cannot be kept where it was asked to be.
///
/// # Errors
/// When the demo's register cannot be written, or the screen cannot be used.
pub fn run(site: &Site, args: &DemoArgs) -> Result<u8, Fault> {
    let now = clock::now(site.zone);
    let Some(config) = load(site)? else { return Ok(2) };
    if args.make || args.clients.is_some() {
        let Some(path) = &site.db else {
            complain(
                site.lang
                    .pick("请用 --db 指定示范登记本放在哪里。", "Say with --db where to keep the demo's register."),
            );
            return Ok(1);
        };
        if path.exists() {
            complain(site.lang.pick(
                "该处已有文件，示范不会动它。请换一个文件名。",
                "There is a file already, which the demo leaves alone. Name another.",
            ));
            return Ok(1);
        }
        let clients = args.clients.unwrap_or(0);
        let bar = progress::bar(clients.into());
        let advance = |count: usize| bar.set_position(u64::try_from(count).unwrap_or(0));
        let made = demo::make_with(path, args.seed, (site.zone, now), clients as usize, &advance)?;
        bar.finish_and_clear();
        summarise(site.lang, &made.desk)?;
        say(path.display())?;
        return Ok(0);
    }
    // The folder goes away with everything in it when this function ends.
    let folder = tempfile::TempDir::with_prefix("lunpai-demo-")?;
    let made = demo::make(&folder.path().join("demo.lunpai"), args.seed, site.zone, now)?;
    if args.headless {
        summarise(site.lang, &made.desk)?;
        drop(made);
        folder.close()?;
        say(site.lang.pick("看过即弃，没有留下文件。", "It was thrown away again."))?;
        return Ok(0);
    }
    open_desk(site, config, made.desk)
}

/// Opens the screens on the demo.
fn open_desk(site: &Site, config: Config, desk: Desk) -> Result<u8, Fault> {
    ui::run(desk, options(site, config, demo::SITE_NAME.to_owned()))?;
    Ok(0)
}

fn summarise(lang: Lang, desk: &Desk) -> Result<(), Fault> {
    let floor = desk.floor();
    let (visits, receiving, waiting) = (floor.visits.len(), floor.receiving.len(), floor.waiting.len());
    let (events, inbox) = (desk.register().head()?.seq, floor.inbox.len());
    match lang {
        Lang::Zh => say(format!(
            "示范「{}」：登记 {events} 笔；今日来访 {visits}，在谈 {receiving}，等候 {waiting}，待办 {inbox}。",
            demo::SITE_NAME
        )),
        Lang::En => say(format!(
            "Demo {}: {events} events; today {visits} visits, {receiving} received, {waiting} waiting, inbox {inbox}.",
            demo::SITE_NAME
        )),
    }
}
