//! What an entry did, in words.
