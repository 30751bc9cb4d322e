//! The program from outside.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

use tokio::net::TcpListener;

struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local-discord"));
    Program(command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
}

/// Exit code and what was said about it.
fn ended(mut program: Program) -> (Option<i32>, String) {
    let mut said = String::new();
    program.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (program.0.wait().unwrap().code(), said)
}

#[tokio::test]
async fn it_says_where_it_is_and_shows_broken_rules() {
    let mut program = program(&["--port", "0", concat!(env!("CARGO_MANIFEST_DIR"), "/local-discord.example.toml")]);
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let start: Vec<String> = lines.by_ref().take_while(|line| !line.contains("Ctrl-C")).collect();
    let all = start.join("\n");
    let url = start[0].rsplit(' ').next().unwrap().to_owned();
    let port = url.rsplit(':').next().unwrap();
    for part in ["/api/v10", "ws://127.0.0.1:", "OTAw", "ssh -L", "discord.js", "discord.py", "serenity", "Guild \"Library\" 123456789012345678", "#general"] {
        assert!(all.contains(part), "{part} is not in\n{all}");
    }
    assert!(all.contains(&format!("ssh -L {port}:127.0.0.1:{port}")));
    let token = start.iter().find_map(|line| line.trim().strip_prefix("token")).unwrap().trim();
    let request = reqwest::Client::new().get(format!("{url}/api/v10/nonsense")).header("authorization", format!("Bot {token}"));
    assert_eq!(request.send().await.unwrap().status().as_u16(), 404);
    assert_eq!(lines.find(|line| !line.is_empty()).unwrap(), "BROKEN RULE  GET /api/v10/nonsense");
}

#[tokio::test]
async fn what_it_does_not_start_with() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let wrong = std::env::temp_dir().join(format!("local-discord-{}.toml", std::process::id()));
    std::fs::write(&wrong, "\n[bot]\nnmae = \"x\"\n").unwrap();
    let wrong = wrong.to_str().unwrap();
    for (arguments, said) in [
        (vec!["--port", &port], vec!["is taken", &port, "--port 0"]),
        (vec!["--port", "99999"], vec!["99999"]),
        (vec!["--prot", "1"], vec!["--port"]),
        (vec!["no-such-file.toml"], vec!["no-such-file.toml: "]),
        (vec![wrong], vec![wrong, "line 3", "`nmae`", "`name`"]),
    ] {
        let (code, text) = ended(program(&arguments));
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
        for part in said {
            assert!(text.contains(part), "{arguments:?}: {part} is not in\n{text}");
        }
    }
    std::fs::remove_file(wrong).unwrap();
}
