//! A law of merges, on registers made by chance: what is merged and taken apart again is as it was, and
//! nobody else's owner ever changes by it.

use crate::driver::Site;
use crate::walk::Walk;
use crate::walk::rng::Rng;
use serde_json::{Value, json};

const STEPS: usize = 170;

/// A register after a walk.
fn walked(seed: u64) -> (Site, Vec<String>) {
    let mut site = Site::empty();
    let mut walk = Walk::new(seed);
    for _ in 0..STEPS {
        let command = walk.next(&site.state());
        site.run(command);
    }
    let known = walk.clients().to_vec();
    let known = known.into_iter().filter(|id| !site.client(id).is_null()).collect();
    (site, known)
}

/// Gives a command as a manager, right after whatever the walk gave last.
fn give(site: &mut Site, mut command: Value) -> Value {
    command["at"] = json!(site.desk().floor().clock.unwrap().to_rfc3339());
    command["by"] = json!("m1");
    site.run(command)
}

/// Every client without what happened to them.
fn everyone(site: &mut Site, ids: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for id in ids {
        let mut client = site.client(id);
        client.as_object_mut().unwrap().remove("history");
        all.push(client);
    }
    all
}

#[test]
fn a_merge_taken_apart_leaves_everybody_as_they_were() {
    let mut merged = 0;
    for seed in 0..3 {
        let (mut site, ids) = walked(seed);
        let mut rng = Rng::new(seed);
        for _ in 0..10 {
            let (one, other) = (&ids[rng.below(ids.len())], &ids[rng.below(ids.len())]);
            // Only a client's own id: another name leads elsewhere.
            if [one, other].iter().any(|id| site.client(id)["client"] != **id) {
                continue;
            }
            let (before, board) = (everyone(&mut site, &ids), site.state());
            let answer = give(&mut site, json!({"do": "client.merge", "client": one, "into": other, "reason": "似"}));
            if answer["ok"] != true || !answer["assigned"].as_array().unwrap().is_empty() {
                continue;
            }
            merged += 1;
            let during = everyone(&mut site, &ids);
            for (was, is) in
                before.iter().zip(&during).filter(|(was, _)| was["client"] != **one && was["client"] != **other)
            {
                assert_eq!(was, is, "seed {seed}: {one} into {other}");
            }
            let answer = give(&mut site, json!({"do": "client.split", "client": one, "reason": "不是"}));
            assert_eq!(answer["ok"], true, "seed {seed}: {answer}");
            assert_eq!(everyone(&mut site, &ids), before, "seed {seed}: {one} into {other}");
            if answer["assigned"].as_array().unwrap().is_empty() {
                assert_eq!(site.state(), board, "seed {seed}");
            }
        }
        assert!(site.rebuild().is_empty(), "seed {seed}");
    }
    assert!(merged > 6, "{merged} merges only");
}
