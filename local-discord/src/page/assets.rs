//! The page's files, which are part of the program.

macro_rules! files {
    ($($path:literal: $kind:literal,)*) => {
        /// Path under `/page/`, media type, content.
        const FILES: &[(&str, &str, &str)] = &[$(($path, $kind, include_str!(concat!("web/", $path))),)*];
    };
}

files! {
    "index.html": "text/html; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "css/base.css": "text/css; charset=utf-8",
    "css/composer.css": "text/css; charset=utf-8",
    "css/layout.css": "text/css; charset=utf-8",
    "css/markdown.css": "text/css; charset=utf-8",
    "css/messages.css": "text/css; charset=utf-8",
    "css/overlays.css": "text/css; charset=utf-8",
    "css/rich.css": "text/css; charset=utf-8",
    "js/choices.js": "text/javascript; charset=utf-8",
    "js/command-line.js": "text/javascript; charset=utf-8",
    "js/components.js": "text/javascript; charset=utf-8",
    "js/composer.js": "text/javascript; charset=utf-8",
    "js/dom.js": "text/javascript; charset=utf-8",
    "js/editor.js": "text/javascript; charset=utf-8",
    "js/embed.js": "text/javascript; charset=utf-8",
    "js/inline.js": "text/javascript; charset=utf-8",
    "js/inspector.js": "text/javascript; charset=utf-8",
    "js/links.js": "text/javascript; charset=utf-8",
    "js/log.js": "text/javascript; charset=utf-8",
    "js/main.js": "text/javascript; charset=utf-8",
    "js/markdown-view.js": "text/javascript; charset=utf-8",
    "js/markdown.js": "text/javascript; charset=utf-8",
    "js/media.js": "text/javascript; charset=utf-8",
    "js/members.js": "text/javascript; charset=utf-8",
    "js/menus.js": "text/javascript; charset=utf-8",
    "js/message.js": "text/javascript; charset=utf-8",
    "js/modal.js": "text/javascript; charset=utf-8",
    "js/popover.js": "text/javascript; charset=utf-8",
    "js/select.js": "text/javascript; charset=utf-8",
    "js/send.js": "text/javascript; charset=utf-8",
    "js/sidebar.js": "text/javascript; charset=utf-8",
    "js/slash.js": "text/javascript; charset=utf-8",
    "js/socket.js": "text/javascript; charset=utf-8",
    "js/store.js": "text/javascript; charset=utf-8",
    "js/suggest.js": "text/javascript; charset=utf-8",
    "js/time.js": "text/javascript; charset=utf-8",
    "js/toast.js": "text/javascript; charset=utf-8",
    "js/topbar.js": "text/javascript; charset=utf-8",
    "js/welcome.js": "text/javascript; charset=utf-8",
}

/// Media type and content of a file.
pub(super) fn find(path: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().find(|(name, _, _)| *name == path).map(|(_, kind, content)| (*kind, *content))
}
