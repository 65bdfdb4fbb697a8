//! Imported clients among those whom the rules know while a command is decided.

use super::{ClientFacts, Overlay};
use crate::rules::command::GroupKind;
use crate::rules::event::{ImportedClient, MatchedClient};
use crate::rules::time::Timestamp;

impl Overlay<'_> {
    pub(super) fn take_in(&mut self, imported: &ImportedClient) {
        let time = |micros: Option<i64>| micros.map(|micros| Timestamp::from_micros(micros, 0));
        let id = &imported.client;
        let mut client = ClientFacts::new(id.clone(), u64::MAX);
        client.owner.clone_from(&imported.owner);
        client.first_contact = time(imported.first_contact_at);
        client.last_visit = time(imported.last_visit_at);
        client.receptions = imported.receptions;
        client.phones.clone_from(&imported.words.phones);
        for phone in &client.phones {
            self.phones.entry(phone.clone()).or_insert_with(|| id.clone());
        }
        self.clients.insert(id.clone(), client);
        for (kind, group) in [(GroupKind::Company, &imported.company), (GroupKind::Household, &imported.household)] {
            if let Some(group) = group {
                self.join(id, group, kind);
            }
        }
    }

    pub(super) fn complete(&mut self, matched: &MatchedClient) {
        for phone in &matched.words.phones {
            self.phones.entry(phone.clone()).or_insert_with(|| matched.client.clone());
        }
        self.change(&matched.client, |c| {
            let earlier = matched.first_contact_at.map(|micros| Timestamp::from_micros(micros, 0));
            c.first_contact = earlier.or(c.first_contact);
            if let Some(owner) = &matched.owner {
                c.owner = Some(owner.clone());
                c.moved_by = None;
            }
            c.phones.extend(matched.words.phones.iter().cloned());
        });
    }
}
