//! A year of a real clinic, played through the real binary as if it were a sales floor.

use crate::clinic::{self, Floor, Replay};
use crate::driver::Site;
use crate::driver::binary::{self, Batch};
use serde_json::Value;
use tempfile::TempDir;

impl Floor for Batch {
    fn answer(&mut self, command: Value) -> Value {
        Self::answer(self, &command)
    }

    fn state(&mut self) -> Value {
        binary::json(self.db(), &["state", "--json"])
    }

    fn client(&mut self, id: &str) -> Value {
        binary::json(self.db(), &["client", id, "--json"])
    }
}

#[test]
fn a_clinics_consultations_run_as_a_floor() {
    let Some(file) = clinic::file(None) else {
        println!("skipped: no consultations beside the project");
        return;
    };
    let days = clinic::days(&clinic::read(&file).unwrap());
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("clinic.lunpai");
    let mut batch = Batch::start(&db);
    let figures = Replay::new(&mut batch, 1).run(&days).unwrap();
    assert_eq!(batch.end(), Some(0), "every line was accepted");
    println!("{figures}");
    for verb in ["verify", "rebuild"] {
        let done = binary::run(&db, &[verb]);
        assert!(done.status.success(), "{verb}");
        println!("{}", String::from_utf8_lossy(&done.stdout));
    }
    let rebuilt = binary::run(&db, &["--lang", "en", "rebuild"]);
    assert!(String::from_utf8_lossy(&rebuilt.stdout).contains("no table has changed"));
}

impl Floor for Site {
    fn answer(&mut self, command: Value) -> Value {
        self.say(&command.to_string())
    }

    fn state(&mut self) -> Value {
        Self::state(self)
    }

    fn client(&mut self, id: &str) -> Value {
        Self::client(self, id)
    }
}

#[test]
fn a_client_who_is_here_cannot_arrive_again() {
    let Some(file) = clinic::file(None) else {
        println!("skipped: no consultations beside the project");
        return;
    };
    let days = clinic::days(&clinic::read(&file).unwrap());
    let mut site = Site::empty();
    let figures = Replay::new(&mut site, 2).probing().run(&days).unwrap();
    println!("{figures}");
    assert!(site.is_whole());
    assert!(site.rebuild().is_empty());
}
