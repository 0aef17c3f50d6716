//! Paths as terminals and file managers write them when a file is dropped or pasted.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;

/// More at once are no files somebody wants to send.
const MOST: usize = 20;

/// The paths of a paste that is nothing but paths; else none. They stand one a line, or as words of a shell one behind
/// another; a line that is not all paths is a single one with blanks in it. `file://` addresses, quotes, backslashes, and `~`
/// for home, as the media thread knows it.
pub(super) fn pasted(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paths: Option<Vec<Vec<PathBuf>>> = lines.map(paths).collect();
    let paths = paths.unwrap_or_default().concat();
    if paths.len() > MOST { Vec::new() } else { paths }
}

fn paths(line: &str) -> Option<Vec<PathBuf>> {
    let words = shlex::split(line).filter(|words| words.len() > 1);
    let several = words.and_then(|words| words.iter().map(|word| path(word)).collect());
    several.or_else(|| Some(vec![path(&unescaped(line))?]))
}

fn path(unescaped: &str) -> Option<PathBuf> {
    if let Some(rest) = unescaped.strip_prefix("file://") {
        // A host may stand before the path; only this machine's files are here.
        let path = rest.strip_prefix("localhost").unwrap_or(rest);
        let path = percent_decode_str(path).decode_utf8().ok()?;
        return path.starts_with('/').then(|| PathBuf::from(&*path));
    }
    let whole = unescaped.starts_with('/') || unescaped.starts_with("~/");
    whole.then(|| PathBuf::from(unescaped))
}

/// As a shell would read it, blanks and all.
fn unescaped(line: &str) -> String {
    let quoted = ['\'', '"'].into_iter().find_map(|quote| {
        let inner = line.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then(|| inner.to_owned())
    });
    quoted.unwrap_or_else(|| {
        let mut chars = line.chars();
        std::iter::from_fn(|| {
            chars
                .next()
                .and_then(|c| if c == '\\' { chars.next() } else { Some(c) })
        })
        .collect()
    })
}
