//! Paths as terminals and file managers write them when a file is dropped or pasted.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;

/// More at once are no files somebody wants to send.
const MOST: usize = 20;

/// The paths of a paste that is nothing but paths, one a line; else none. `file://` addresses, quotes, backslashes before
/// blanks, and `~` for home, as the media thread knows it.
pub(super) fn pasted(text: &str) -> Vec<PathBuf> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > MOST {
        return Vec::new();
    }
    let paths: Option<Vec<PathBuf>> = lines.into_iter().map(path).collect();
    paths.unwrap_or_default()
}

fn path(line: &str) -> Option<PathBuf> {
    if let Some(rest) = line.strip_prefix("file://") {
        // A host may stand before the path; only this machine's files are here.
        let path = rest.strip_prefix("localhost").unwrap_or(rest);
        let path = percent_decode_str(path).decode_utf8().ok()?;
        return path.starts_with('/').then(|| PathBuf::from(&*path));
    }
    let quoted = ['\'', '"'].into_iter().find_map(|quote| {
        let inner = line.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then(|| inner.to_owned())
    });
    let path = quoted.unwrap_or_else(|| unescaped(line));
    (path.starts_with('/') || path.starts_with("~/")).then(|| PathBuf::from(path))
}

/// As a shell would read it.
fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}
