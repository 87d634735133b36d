//! From a key to the row that has it: hashes of keys in their order, eight bytes a row.

use serde_json::Value;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// Hashes of keys and the numbers of their rows.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<u64>);

impl Keys {
    /// From the key of each row, if it has one, and the row's number.
    pub(super) fn new(keys: impl Iterator<Item = (u64, Option<u32>)>) -> Self {
        let mut entries: Vec<u64> =
            keys.filter_map(|(row, hash)| Some(u64::from(hash?) << 32 | u64::from(u32::try_from(row).ok()?))).collect();
        entries.sort_unstable();
        entries.shrink_to_fit();
        Self(entries)
    }

    /// The rows whose keys may be that one, in their order.
    pub(super) fn rows(&self, hash: u32) -> impl Iterator<Item = u64> {
        let begin = self.0.partition_point(|entry| entry >> 32 < u64::from(hash));
        let rest = self.0.get(begin..).unwrap_or_default();
        rest.iter().take_while(move |entry| *entry >> 32 == u64::from(hash)).map(|entry| entry & u64::from(u32::MAX))
    }

    /// How many bytes it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}

/// The text of a key: what a text says, and how a number is written. Nothing else is a key.
pub(super) fn text(key: &Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The hash of a key.
pub(super) fn hash(key: &Value) -> Option<u32> {
    let mut hasher = SipHasher13::new();
    match key {
        Value::String(text) => hasher.write(text.as_bytes()),
        other => hasher.write(text(other)?.as_bytes()),
    }
    u32::try_from(hasher.finish() >> 32).ok()
}
