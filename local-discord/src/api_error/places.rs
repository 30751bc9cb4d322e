//! Errors about threads, pins, guilds and limits. Discord docs: topics/opcodes-and-status-codes, "JSON Error Codes".

use std::time::Duration;

use super::ApiError;

impl ApiError {
    /// 429. Docs: topics/rate-limits, "Exceeding A Rate Limit".
    pub(crate) fn rate_limited(left: Duration, global: bool, impatient: bool) -> Self {
        // Discord gives milliseconds; rounded up, so that who waits so long has waited long enough.
        let seconds = (left.as_secs_f64() * 1000.0).ceil() / 1000.0;
        Self { retry: Some((seconds, global)), violation: impatient, ..Self::new(429, 0, "You are being rate limited.") }
    }
    /// 429 after too many invalid requests. Docs: topics/rate-limits, "Invalid Request Limit".
    pub(crate) fn banned() -> Self {
        Self::new(429, 0, "You are being blocked from accessing our API temporarily due to exceeding our rate limits frequently.").broken_rule()
    }
    pub(crate) fn too_many_command_creates(most: u32) -> Self {
        Self::new(400, 30_034, &format!("Max number of daily application command creates has been reached ({most})")).broken_rule()
    }
    pub(crate) fn unknown_role() -> Self {
        Self::new(404, 10_011, "Unknown Role")
    }
    pub(crate) fn unknown_emoji() -> Self {
        Self::new(404, 10_014, "Unknown Emoji")
    }
    pub(crate) fn unknown_command_permissions() -> Self {
        Self::new(404, 10_066, "Unknown application command permissions")
    }
    pub(crate) fn unknown_overwrite() -> Self {
        Self::new(404, 10_009, "Unknown permission overwrite")
    }
    pub(crate) fn reply_without_history() -> Self {
        Self::new(403, 160_002, "Cannot reply without permission to read message history")
    }
    pub(crate) fn users_only() -> Self {
        Self::new(403, 20_001, "Bots cannot use this endpoint").broken_rule()
    }
    pub(crate) fn too_many_pins() -> Self {
        Self::new(400, 30_003, "Maximum number of pins reached for the channel (250)")
    }
    pub(crate) fn wrong_channel_type() -> Self {
        Self::new(400, 50_024, "Cannot execute action on this channel type").broken_rule()
    }
    pub(crate) fn not_in_dm() -> Self {
        Self::new(403, 50_003, "Cannot execute action on a DM channel").broken_rule()
    }
    pub(crate) fn bulk_delete_count() -> Self {
        Self::new(400, 50_016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.").broken_rule()
    }
    pub(crate) fn pin_elsewhere() -> Self {
        Self::new(400, 50_019, "A message can only be pinned in the channel it was sent in").broken_rule()
    }
    pub(crate) fn system_message() -> Self {
        Self::new(403, 50_021, "Cannot execute action on a system message")
    }
    pub(crate) fn too_old_for_bulk_delete() -> Self {
        Self::new(400, 50_034, "You can only bulk delete messages that are under 14 days old.").broken_rule()
    }
    pub(crate) fn archived() -> Self {
        Self::new(400, 50_083, "Thread is archived")
    }
    pub(crate) fn thread_exists() -> Self {
        Self::new(400, 160_004, "A thread has already been created for this message")
    }
    pub(crate) fn locked() -> Self {
        Self::new(403, 160_005, "This thread is locked")
    }
}
