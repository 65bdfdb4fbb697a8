//! What a client takes over from another name of theirs.

use super::ClientFacts;

impl ClientFacts {
    /// Takes over what another name of the same client had.
    pub fn absorb(&mut self, later: &Self) {
        self.receptions += later.receptions;
        self.purchases += later.purchases;
        self.last_visit = self.last_visit.max(later.last_visit);
        self.first_contact = self.first_contact.or(later.first_contact);
        for phone in &later.phones {
            if !self.phones.contains(phone) {
                self.phones.push(phone.clone());
            }
        }
        self.poachers.extend(later.poachers.iter().cloned());
    }
}
