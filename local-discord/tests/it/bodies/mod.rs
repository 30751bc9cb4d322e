//! Tables of bodies that Discord takes and bodies that it refuses, each refusal with the path of its error.

use serde_json::{Value, json};

mod commands;
mod messages;
mod responses;

pub fn x(n: usize) -> String {
    "x".repeat(n)
}

pub fn repeat(n: usize, one: impl Fn(usize) -> Value) -> Value {
    (0..n).map(one).collect()
}

pub fn button(id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "b", "custom_id": id})
}

pub fn row(components: Value) -> Value {
    json!({"content": "c", "components": [{"type": 1, "components": components}]})
}

pub fn menu(options: usize) -> Value {
    json!({"type": 3, "custom_id": "m", "options": repeat(options, |at| json!({"label": "l", "value": at.to_string()}))})
}

/// Leaves of a tree of errors, as paths.
fn paths(tree: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (key, below) in tree.as_object().into_iter().flatten() {
        if key == "_errors" {
            found.push(at.to_owned());
        } else {
            found.extend(paths(below, &format!("{at}.{key}")));
        }
    }
    found
}

/// Sends every body; `Ok` must be taken, `Err(path)` refused with an error there and kept as a violation.
async fn judge(send: impl AsyncFn(Value) -> (u16, Value), violations: impl Fn() -> usize, cases: Vec<(Value, Result<(), &str>)>) {
    let refused = cases.iter().filter(|(_, wanted)| wanted.is_err()).count();
    let taken = cases.len() - refused;
    assert!(taken.abs_diff(refused) <= 1, "{taken} taken and {refused} refused: as many of one as of the other");
    for (body, wanted) in cases {
        let before = violations();
        let (status, answer) = send(body.clone()).await;
        let short: String = body.to_string().chars().take(200).collect();
        match wanted {
            Ok(()) => {
                assert!(status < 300, "{short}\n{answer}");
                assert_eq!(violations(), before, "{short}");
            }
            Err(path) => {
                assert_eq!(status, 400, "{short}");
                assert_eq!(violations(), before + 1, "{short}");
                if path == "empty" {
                    assert_eq!(answer["code"], 50_006, "{short}");
                } else {
                    assert_eq!(answer["code"], 50_035, "{short}");
                    assert!(paths(&answer["errors"], "").contains(&path.to_owned()), "{short}\n{answer}\n{path}");
                }
            }
        }
    }
}
