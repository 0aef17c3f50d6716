//! The rules of the house, kept by test: layers, purity, sizes, and what may lie where.
//!
//! Every guard is a function of text, so that each can be shown to bite on a small offence of its own.
#![expect(
    clippy::string_slice,
    reason = "every index comes from a search in the same text"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Who may name whom, lowest layer first. A module names only what is in its row; `main` and `start` may name all.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("port", &["domain"]),
    ("wire", &["domain"]),
    ("words", &["domain"]),
    ("app", &["domain", "port"]),
    ("session", &["domain", "port", "wire"]),
    ("config", &["domain", "words"]),
    ("ui", &["domain", "app", "port", "words"]),
    ("net", &["domain", "port", "wire", "session"]),
    ("store", &["domain", "port"]),
    ("archive", &["domain", "app", "port", "ui", "words", "store"]),
    ("media", &["domain", "port"]),
    ("term", &["domain", "app"]),
    ("telemetry", &["config"]),
    ("places", &[]),
    (
        "runtime",
        &[
            "domain", "port", "app", "ui", "net", "store", "media", "term", "words",
        ],
    ),
    ("sim", &["domain", "wire", "net"]),
    ("cli", &["config", "words"]),
];

/// Layers 0 to 2: values in, values out.
const PURE: &[&str] = &["domain", "port", "wire", "words", "app", "session", "config"];

/// What a pure module never says.
const IMPURE: &[&str] = &[
    "tokio",
    "reqwest",
    "crossterm",
    "ratatui",
    "rustix",
    "rusqlite",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "std::io",
    "async",
    "await",
    "Instant",
    "SystemTime",
    "static mut",
    // A `LazyLock` is let pass: a table that is computed once is a constant all the same.
    "OnceLock",
    "Mutex",
    "RwLock",
    "thread_local",
    "println",
];

/// Files that may be longer than [`MAX_LINES`], each with its reason.
const LONG: &[(&str, &str)] = &[];
const MAX_LINES: usize = 400;

/// Everything at the top, but for dotfiles.
const TOP: &[&str] = &["Cargo.toml", "Cargo.lock", "README.md", "assets", "src", "tests"];
/// Made by tools, known to `.gitignore`.
const MADE: &[&str] = &["target"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, as a path from the top and its text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The module of layer rank that a file of `src` belongs to: `src/app/model.rs` and `src/app.rs` are `app`.
fn module(path: &str) -> &str {
    let name = path.strip_prefix("src/").unwrap_or(path);
    name.split(['/', '.']).next().unwrap()
}

/// The code without comments and without the content of strings and characters, line for line.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            string_end(rest)
        } else if let Some(hashes) = raw_string(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = hashes + 2;
            rest[body..]
                .find(&end)
                .map_or(rest.len(), |at| body + at + end.len())
        } else if c == '\'' {
            character_end(rest)
        } else {
            0
        };
        if skipped == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
            rest = &rest[skipped..];
        }
    }
    out
}

fn string_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// A character literal's length; 0 for a lifetime.
fn character_end(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let Some((_, first)) = chars.next() else { return 0 };
    if first == '\\' {
        return rest[3..].find('\'').map_or(0, |at| at + 4);
    }
    chars
        .next()
        .filter(|(_, c)| *c == '\'')
        .map_or(0, |(at, _)| at + 1)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a word, or a path of words, stands in the code by itself.
fn says(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_none_or(|c| !is_word(c));
        let after = code[at + word.len()..].chars().next().is_none_or(|c| !is_word(c));
        before && after
    })
}

/// What follows each `crate::`, brace lists opened: `crate::{a::B, c}` names `a::B` and `c`.
fn names(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| is_word(c) || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(std::mem::take(&mut item));
                        continue;
                    }
                    _ => {}
                }
                item.push(c);
            }
            found.push(item);
        } else {
            let end = rest.find(|c: char| !is_word(c) && c != ':').unwrap_or(rest.len());
            found.push(rest[..end].to_owned());
        }
    }
    found
        .iter()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// What a file names that its module may not.
fn trespasses(path: &str, text: &str) -> Vec<String> {
    let from = module(path);
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == from) else {
        return vec![format!("{path}: module {from} is not in LAYERS")];
    };
    let code = code(text);
    let mut found = Vec::new();
    for name in names(&code) {
        let mut parts = name.split("::");
        let to = parts.next().unwrap().trim();
        if to == from || to == "self" {
            continue;
        }
        if !allowed.contains(&to) {
            found.push(format!("{path}: {from} names {to}"));
        } else if from == "sim" && to == "wire" && parts.next() != Some("http") {
            found.push(format!("{path}: sim shares more of wire than http"));
        }
    }
    if code.contains("use weft::") {
        found.push(format!("{path}: names the crate from inside by its name"));
    }
    found
}

/// What a pure file says that it may not.
fn impurities(path: &str, text: &str) -> Vec<String> {
    if !PURE.contains(&module(path)) {
        return Vec::new();
    }
    let code = code(text);
    let bad = IMPURE.iter().filter(|word| says(&code, word));
    bad.map(|word| format!("{path}: says {word}")).collect()
}

fn is_composition(path: &str) -> bool {
    matches!(path, "src/main.rs" | "src/start.rs" | "src/lib.rs") || path.starts_with("src/start/")
}

#[test]
fn every_module_names_only_what_its_row_allows() {
    let offences: Vec<_> = files("src", "rs")
        .iter()
        .filter(|(path, _)| !is_composition(path))
        .flat_map(|(path, text)| trespasses(path, text))
        .collect();
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn the_table_has_no_circle_and_no_ghost() {
    let rank = |name: &str| LAYERS.iter().position(|(row, _)| *row == name);
    for (row, allowed) in LAYERS {
        for name in *allowed {
            assert!(
                rank(name).is_some_and(|at| at < rank(row).unwrap()),
                "{row} stands below {name}"
            );
        }
        let exists = root().join(format!("src/{row}.rs")).exists()
            || root().join(format!("src/{row}/mod.rs")).exists();
        assert!(exists, "{row} is in the table and not in src");
    }
}

#[test]
fn an_upward_name_is_caught() {
    assert_eq!(
        trespasses("src/app/x.rs", "use crate::net::Handle;"),
        ["src/app/x.rs: app names net"]
    );
    assert_eq!(
        trespasses("src/ui/x.rs", "fn f(_: &crate::session::S) {}"),
        ["src/ui/x.rs: ui names session"]
    );
    let list = "use crate::{domain::id::PeerId, wire::{hosts, http}};";
    assert_eq!(trespasses("src/app/x.rs", list), ["src/app/x.rs: app names wire"]);
    assert_eq!(
        trespasses("src/sim/x.rs", "use crate::wire::sync::Sync;").len(),
        1
    );
    assert_eq!(
        trespasses("src/sim/x.rs", "use crate::wire::http::HttpRequest;"),
        [""; 0]
    );
    assert_eq!(
        trespasses("src/app/x.rs", "// crate::net\nlet s = \"crate::net\";"),
        [""; 0]
    );
    assert_eq!(trespasses("src/brandnew.rs", "").len(), 1);
}

#[test]
fn what_decides_is_pure() {
    let offences: Vec<_> = files("src", "rs")
        .iter()
        .flat_map(|(path, text)| impurities(path, text))
        .collect();
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn an_impure_word_is_caught() {
    assert_eq!(
        impurities("src/app/x.rs", "let t = Instant::now();"),
        ["src/app/x.rs: says Instant"]
    );
    assert_eq!(
        impurities("src/wire/x.rs", "pub async fn f() {}"),
        ["src/wire/x.rs: says async"]
    );
    assert_eq!(
        impurities("src/app/x.rs", "/// An Instant. \nlet asynchronous = '\"';"),
        [""; 0]
    );
    assert_eq!(impurities("src/net/x.rs", "use tokio::sync;"), [""; 0]);
}

#[test]
fn the_crate_root_re_exports_nothing() {
    // A name with two paths would fool the table above.
    let root_file = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    assert!(!says(&code(&root_file), "pub use"));
    assert!(says(&code("pub use app::Event;"), "pub use"));
}

#[test]
fn version_tells_every_feature_that_can_be_built_in() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let declared = manifest["features"].as_table().unwrap().keys();
    let declared: Vec<&String> = declared.filter(|name| *name != "default").collect();
    let told = weft::config::features::FEATURES.map(|(name, _)| name);
    assert_eq!(declared, told);
}

#[test]
fn the_simulator_is_named_by_the_composition_alone() {
    for (path, text) in files("src", "rs") {
        let own = module(&path) == "sim" || is_composition(&path);
        assert!(
            own || !names(&code(&text)).iter().any(|name| name.starts_with("sim")),
            "{path} names sim"
        );
    }
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_once() {
    for (path, text) in files("src", "rs") {
        let lines = text.lines().count();
        let exempt = LONG
            .iter()
            .any(|(name, reason)| *name == path && !reason.is_empty());
        assert!(lines <= MAX_LINES || exempt, "{path} has {lines} lines");
        assert!(lines > MAX_LINES || !exempt, "{path} needs no exemption any more");
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in files("src", "rs") {
        let first = text
            .lines()
            .find(|line| !line.starts_with("#!") && !line.starts_with("    ") && *line != ")]");
        assert!(
            first.is_some_and(|line| line.starts_with("//! ")),
            "{path} has no header"
        );
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    for (path, text) in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let code = code(&text);
        assert!(
            !code.contains("#[allow(") && !code.contains("#![allow("),
            "{path} allows a lint"
        );
    }
    assert!(code("#[allow(dead_code)]").contains("#[allow("));
    assert!(!code("// #[allow(dead_code)]").contains("#[allow("));
}

#[test]
fn the_top_folder_holds_what_it_should() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let fine = name.starts_with('.') || TOP.contains(&name.as_str()) || MADE.contains(&name.as_str());
        assert!(fine, "{name} has no place at the top");
    }
}

#[test]
fn nothing_names_a_path_of_the_machine_it_was_written_on() {
    let all = ["src", "tests", "assets"].into_iter().flat_map(|folder| {
        ["rs", "ftl", "toml", "json", "snap", "py", "js", "svg"]
            .into_iter()
            .flat_map(move |kind| files(folder, kind))
    });
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for (path, text) in all.chain([("README.md".to_owned(), readme)]) {
        let told = text.lines().find(|line| local_path(line));
        assert_eq!(told, None, "in {path}");
    }
    assert!(local_path(&["see /", "root/notes"].concat()) && local_path(&["at /", "home/anna/x"].concat()));
    assert!(!local_path("https://example.test/home/page"));
}

/// A home or work folder, spelled so that this file does not catch itself.
fn local_path(line: &str) -> bool {
    ["root", "home", "work", "Users"].iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !is_word(c) && !matches!(c, '.' | '-' | '~' | '}' | '/'))
        })
    })
}

#[test]
fn the_comment_stripper_knows_its_rust() {
    assert_eq!(code("a // b\nc"), "a \nc");
    assert_eq!(code("a /* b\n */ c"), "a \n c");
    assert_eq!(code("f(\"x // y\", 'z')"), "f(, )");
    assert_eq!(code("r#\"a \" b\"# d"), " d");
    assert_eq!(
        code("fn f<'a>(c: &'a str) -> char { '\\'' }"),
        "fn f<'a>(c: &'a str) -> char {  }"
    );
    assert_eq!(code("'\"' + '\\\\' + b"), " +  + b");
    let path = PathBuf::from("src/app/model.rs");
    assert_eq!(module(path.to_str().unwrap()), "app");
    assert_eq!(module("src/runtime.rs"), "runtime");
}
