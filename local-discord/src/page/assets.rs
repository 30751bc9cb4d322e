//! The page's files, which are part of the program.

macro_rules! files {
    ($($path:literal: $kind:literal,)*) => {
        /// Path under `/page/`, media type, content.
        const FILES: &[(&str, &str, &str)] = &[$(($path, $kind, include_str!(concat!("web/", $path))),)*];
    };
}

files! {
    "index.html": "text/html; charset=utf-8",
}

/// Media type and content of a file.
pub(super) fn find(path: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().find(|(name, _, _)| *name == path).map(|(_, kind, content)| (*kind, *content))
}
