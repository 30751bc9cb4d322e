//! What the bot did lately, so that its author sees why a message did not come.

use serde_json::{Value, json};

use crate::world::World;

/// Lines of each list.
const LINES: usize = 60;
/// Characters of a path's segment; tokens of interactions are longer.
const SEGMENT: usize = 24;

/// Counts, and with an open drawer the last lines, newest first.
pub(super) fn inspector(world: &World, open: bool) -> Value {
    let log = &world.log;
    let mut all = json!({"violations": log.violations.len()});
    if !open {
        return all;
    }
    let violation = |(number, found): (usize, &crate::Violation)| {
        let errors: Vec<Value> = found.errors.iter().map(|error| json!({"path": error.path, "message": error.message})).collect();
        json!({"number": number, "method": found.method, "path": short(&found.path), "code": found.code, "message": found.message, "errors": errors})
    };
    let request = |request: &crate::Request| {
        let refusal = request.answer["message"].as_str().filter(|_| request.status >= 400);
        json!({"at": request.at.as_millis() as u64, "method": request.method, "path": short(&request.path), "status": request.status, "refusal": refusal})
    };
    let opcode = |payload: &Value| json!({"op": payload["op"]});
    all["broken"] = log.violations.iter().enumerate().rev().take(LINES).map(violation).collect();
    all["requests"] = log.requests.iter().rev().take(LINES).map(request).collect();
    all["gateway"] = log.gateway.iter().rev().take(LINES).map(opcode).collect();
    all
}

/// A path without its version and with long segments cut.
fn short(path: &str) -> String {
    let cut = |segment: &str| match segment.char_indices().nth(SEGMENT) {
        Some((end, _)) => format!("{}…", &segment[..end]),
        None => segment.to_owned(),
    };
    path.trim_start_matches("/api/v10").split('/').map(cut).collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short() {
        for (path, wanted) in [
            ("/api/v10/channels/710000000000000001/messages", "/channels/710000000000000001/messages".to_owned()),
            ("1", "1".to_owned()),
            ("", String::new()),
            (&format!("/api/v10/webhooks/1/{}", "ü".repeat(80)), format!("/webhooks/1/{}…", "ü".repeat(24))),
        ] {
            assert_eq!(short(path), wanted);
        }
    }
}
