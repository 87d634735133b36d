//! The name of a flag → how often it is set: things are seldom deleted and mostly enabled.

use super::split;

const SELDOM: &[&str] = &[
    "deleted",
    "archived",
    "disabled",
    "hidden",
    "blocked",
    "locked",
    "suspended",
    "banned",
    "closed",
    "expired",
    "error",
    "failed",
    "deprecated",
    "removed",
    "cancelled",
    "canceled",
    "muted",
    "restricted",
    "truncated",
    "revoked",
    "draft",
    "test",
    "internal",
    "bot",
    "admin",
    "spam",
    "sandbox",
    "flagged",
    "rejected",
    "abandoned",
    "dirty",
    "force",
    "ignored",
    "sensitive",
    "inactive",
    "pinned",
    "starred",
    "favorite",
    "favourite",
    "default",
    "primary",
    "edited",
    "system",
    "readonly",
    "anonymous",
    "stranger",
    "beta",
    "experimental",
    "empty",
    "nsfw",
    "explicit",
    "fork",
    "trashed",
];
const MOSTLY: &[&str] = &[
    "enabled",
    "active",
    "verified",
    "success",
    "ok",
    "valid",
    "visible",
    "available",
    "published",
    "confirmed",
    "approved",
    "allowed",
    "enable",
    "supported",
    "succeeded",
    "successful",
    "accepted",
    "online",
    "healthy",
    "ready",
    "alive",
    "valid",
    "subscribed",
    "open",
    "installed",
    "connected",
    "accessible",
    "mergeable",
    "live",
];

/// In how many of 100 things the flag is set.
pub(super) fn likelihood(name: &str) -> u64 {
    let words = split::words(name);
    let negated = words.iter().any(|word| matches!(word.as_str(), "not" | "no" | "non" | "without" | "un"));
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if matches!(words.as_slice(), [word] if word == "success" || word == "ok") {
        return 100;
    }
    let likely = if has(SELDOM) {
        6
    } else if has(MOSTLY) {
        92
    } else {
        50
    };
    if negated { 100 - likely } else { likely }
}
