//! Tests only: a query's plan is looked at, so that no screen ever walks a table that grows.

use super::schema;

/// Asserts that a query searches by index everywhere, but for the walks named in `allowed`.
#[track_caller]
pub fn assert_bounded(sql: &str, allowed: &[&str]) {
    let conn = schema::blank().unwrap();
    let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let wanted = statement.parameter_count();
    let params = rusqlite::params_from_iter(vec![rusqlite::types::Null; wanted]);
    let steps: Vec<String> = statement.query_map(params, |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
    for step in &steps {
        let is_walk = step.starts_with("SCAN") && step != "SCAN CONSTANT ROW" && !step.contains("VIRTUAL TABLE");
        let is_makeshift = step.contains("AUTOMATIC"); // an index that each run would make for itself
        assert!(!is_makeshift, "{step}\nin {steps:#?}\nof {sql}");
        assert!(!is_walk || allowed.iter().any(|walk| step.starts_with(walk)), "{step}\nin {steps:#?}\nof {sql}");
    }
}
