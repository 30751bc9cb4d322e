//! The page's own files: small, complete, nothing from elsewhere, nothing parsed as HTML.

use std::{
    fs,
    path::{Path, PathBuf},
};

use local_discord::{LocalDiscord, Setup};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/web")
}

/// Path under the root, and text.
fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["", "js", "css"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.push((path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 30, "{}", found.len());
    found
}

#[test]
fn files_are_small() {
    let all = all();
    for (path, text) in &all {
        assert!(text.lines().count() < 400, "{path} has {} lines", text.lines().count());
    }
    let bytes: usize = all.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes < 250_000, "{bytes} bytes in all");
}

#[test]
fn nothing_comes_from_elsewhere() {
    for (path, text) in all() {
        for (at, line) in text.lines().enumerate() {
            let known = line.replace("http://www.w3.org/2000/svg", "").replace("\"http://\"", "").replace("\"https://\"", "").replace("`https://\"", "");
            for wrong in ["http://", "https://", "//cdn", "@import", "url("] {
                let pattern = path.ends_with("links.js") || known.trim_start().starts_with("//") || known.trim_start().starts_with("/*");
                assert!(pattern || !known.contains(wrong), "{path}:{}: {line}", at + 1);
            }
        }
    }
}

#[test]
fn nothing_is_parsed_as_html_or_code() {
    for (path, text) in all() {
        for wrong in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setAttribute(\"style\"", "srcdoc", "DOMParser"]
        {
            assert!(!text.contains(wrong), "{path}: {wrong}");
        }
    }
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    for wrong in ["<style", " style=", " onclick", " onload", "javascript:"] {
        assert!(!page.contains(wrong), "{wrong}");
    }
}

#[tokio::test]
async fn every_file_is_served() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    for (path, text) in all() {
        let response = reqwest::get(format!("{}page/{path}", discord.page_url())).await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        let wanted = match path.rsplit_once('.').unwrap().1 {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
        assert_eq!((kind.as_str(), response.text().await.unwrap()), (wanted, text), "{path}");
    }
}
