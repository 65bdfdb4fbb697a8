//! Tests only: what is long is read a row at a time. Nothing here looks at a clock or at memory: the steps that
//! SQLite takes are counted, so that a reading that fetched everything before it used the first row would be told.

#[cfg(test)]
mod tests {
    use crate::cli::batch::Conversation;
    use crate::register::fault::Fault;
    use crate::register::{Register, log, sheet, verify};
    use crate::text::Lang;
    use serde_json::json;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use tempfile::TempDir;

    /// Imports entered, and clients of each.
    const IMPORTS: u32 = 20;
    const CLIENTS: u32 = 50;
    /// Steps of SQLite's machine between two counts.
    const STEPS_A_COUNT: i32 = 10;

    /// A register of a thousand clients.
    fn filled(path: &Path) -> Register {
        let mut conversation = Conversation::open(path, chrono_tz::Asia::Shanghai, Lang::Zh).unwrap();
        let mut say = |command: &serde_json::Value| {
            let answer = conversation.answer(1, &command.to_string()).unwrap().unwrap().json;
            assert_eq!(answer["ok"], true, "{command} was answered {answer}");
        };
        let at = "2026-11-23T08:30:00+08:00";
        say(&json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager", "at": at}));
        for import in 0..IMPORTS {
            let rows: Vec<serde_json::Value> = (0..CLIENTS)
                .map(|row| json!({"name": "王小明", "phones": [format!("138{:08}", import * CLIENTS + row)]}))
                .collect();
            say(&json!({"do": "client.import", "rows": rows, "by": "m1", "at": at}));
        }
        drop(conversation);
        Register::open(path, None).unwrap()
    }

    /// Counts the steps that SQLite takes for this register from here on.
    fn counted(register: &mut Register) -> Arc<AtomicU64> {
        let steps = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&steps);
        let handler = move || {
            count.fetch_add(1, Ordering::Relaxed);
            false
        };
        register.conn.progress_handler(STEPS_A_COUNT, Some(handler)).unwrap();
        steps
    }

    /// The counts at which each row was handed on, and the count at the end.
    fn pace(
        register: &mut Register,
        read: impl FnOnce(&Register, &mut dyn FnMut()) -> Result<(), Fault>,
    ) -> (Vec<u64>, u64) {
        let steps = counted(register);
        let mut handed = Vec::new();
        read(register, &mut || handed.push(steps.load(Ordering::Relaxed))).unwrap();
        (handed, steps.load(Ordering::Relaxed))
    }

    /// Asserts that the reading went on between the rows that it handed on, evenly from the first to the last.
    #[track_caller]
    fn assert_streamed(handed: &[u64], end: u64) {
        assert!(handed.len() > 10 && end > 100, "{} rows in {end} counts say nothing", handed.len());
        let (first, middle) = (handed[0], handed[handed.len() / 2]);
        assert!(first < end / 4, "the first row came after {first} of {end}");
        assert!((end / 4..end * 3 / 4).contains(&middle), "the middle row came after {middle} of {end}");
    }

    #[test]
    fn exports_of_clients_are_read_a_row_at_a_time() {
        let folder = TempDir::new().unwrap();
        let mut register = filled(&folder.path().join("site.lunpai"));
        let (handed, end) = pace(&mut register, |register, tell| {
            sheet::each_client(register, |_| {
                tell();
                Ok(())
            })
        });
        assert_eq!(handed.len(), usize::try_from(IMPORTS * CLIENTS).unwrap());
        assert_streamed(&handed, end);
    }

    #[test]
    fn tables_are_made_again_an_entry_at_a_time() {
        let folder = TempDir::new().unwrap();
        let mut register = filled(&folder.path().join("site.lunpai"));
        let (handed, end) = pace(&mut register, |register, tell| {
            log::each_entry(register.conn(), 1, |_| {
                tell();
                Ok(())
            })
        });
        assert_eq!(handed.len(), usize::try_from(IMPORTS + 1).unwrap());
        assert_streamed(&handed, end);
    }

    #[test]
    fn a_check_reads_no_further_than_the_first_row_that_is_not_whole() {
        let folder = TempDir::new().unwrap();
        let mut register = filled(&folder.path().join("site.lunpai"));
        let steps = counted(&mut register);
        let report = verify::verify(&register, None).unwrap();
        assert!(report.is_whole() && report.events > 1_000, "{report:?}");
        let whole = steps.load(Ordering::Relaxed);
        let edit = "DROP TRIGGER events_keep_update; UPDATE events SET at = at - 1 WHERE seq = 20";
        register.conn.execute_batch(edit).unwrap();
        let before = steps.load(Ordering::Relaxed);
        assert_eq!(verify::verify(&register, None).unwrap().first_bad, Some(20));
        let read = steps.load(Ordering::Relaxed) - before;
        assert!(whole > 100 && read < whole / 10, "{read} of {whole}");
    }
}
