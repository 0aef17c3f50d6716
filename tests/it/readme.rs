//! The README says what is so: its tables are made from the program's own. `UPDATE=1 cargo test readme` rewrites them.
#![expect(
    clippy::string_slice,
    reason = "every index comes from a search in the same text"
)]

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use weft::app::action::Action;
use weft::app::help::{self, SECTIONS};
use weft::app::keymap::bindings;
use weft::cli::{self, Facts};
use weft::config::{KEYS, Key, Kind};
use weft::ui::keys;
use weft::words::{Language, Words};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// The text between the two marks of a table, or a README with another text there.
fn table(readme: &str, name: &str) -> (usize, usize) {
    let begin = format!("<!-- {name}: made by `UPDATE=1 cargo test readme` -->\n");
    let start = readme.find(&begin).unwrap() + begin.len();
    let end = start + readme[start..].find(&format!("<!-- {name} end -->")).unwrap();
    (start, end)
}

/// The tests that write the file must not write at once.
static FILE: Mutex<()> = Mutex::new(());

#[track_caller]
fn holds(name: &str, wanted: &str) {
    let _alone = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let readme = fs::read_to_string(path()).unwrap();
    let (start, end) = table(&readme, name);
    if std::env::var_os("UPDATE").is_some() {
        let new = format!("{}{wanted}{}", &readme[..start], &readme[end..]);
        fs::write(path(), new).unwrap();
        return;
    }
    pretty_assertions::assert_eq!(&readme[start..end], wanted, "UPDATE=1 cargo test readme");
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

fn key_table(words: &Words) -> String {
    let mut rows = String::from("\n| key | what it does |\n| --- | --- |\n");
    for (context, title) in SECTIONS {
        rows.extend(["| **", &words.say(title), "** | |\n"]);
        for binding in help::keys(context) {
            let (key, help) = (escaped(&keys::all(binding)), words.say(binding.help));
            rows.extend(["| ", &key, " | ", &help, " |\n"]);
        }
    }
    rows.push('\n');
    rows
}

fn setting_table(words: &Words) -> String {
    let mut rows =
        String::from("\n| in the file | values | flag | environment | |\n| --- | --- | --- | --- | --- |\n");
    let row = |key: &Key| {
        let name = if key.in_file() {
            format!("`{}`", key.key)
        } else {
            String::new()
        };
        let values = match key.kind {
            // The first holds when nothing is said.
            Kind::Choice(choices) => choices
                .iter()
                .map(|c| format!("`{c}`"))
                .collect::<Vec<_>>()
                .join(", "),
            Kind::Switch(true) => "`true`, `false`".to_owned(),
            Kind::Switch(false) => "`false`, `true`".to_owned(),
            Kind::Origin | Kind::Folder | Kind::Account | Kind::Command | Kind::Program | Kind::Limit => {
                key.kind.say(words)
            }
        };
        let flag = key.flag.map(|flag| format!("`--{flag}`")).unwrap_or_default();
        format!(
            "| {name} | {values} | {flag} | `{}` | {} |\n",
            key.env,
            words.say(key.about)
        )
    };
    rows.extend(KEYS.iter().map(row));
    rows.push('\n');
    rows
}

#[test]
fn its_keys_are_the_key_table() {
    let words = Words::new(Language::English);
    holds("keys", &key_table(&words));
    assert!(bindings().any(|binding| binding.action == Action::Quit && binding.shown));
}

#[test]
fn its_settings_are_the_settings() {
    holds("settings", &setting_table(&Words::new(Language::English)));
}

#[test]
fn the_commands_it_names_exist() {
    let readme = fs::read_to_string(path()).unwrap();
    let words = Words::new(Language::English);
    let facts = Facts {
        file: "",
        control: "",
    };
    let mut seen = 0;
    for line in readme.lines().flat_map(commands) {
        let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        let outcome = cli::parse(&args, &words, facts);
        assert!(
            !matches!(outcome, Err(cli::Stop::Usage(_))),
            "weft {line}: {outcome:?}"
        );
        seen += 1;
    }
    assert!(seen >= 3, "it shows how weft is called");
}

/// What follows `weft` in code, and `cargo run … --`.
fn commands(line: &str) -> Vec<String> {
    let code = line.split('`').skip(1).step_by(2).map(str::to_owned);
    let block = line
        .strip_prefix("    ")
        .or(line.strip_prefix("$ "))
        .map(str::to_owned);
    let told = |text: String| {
        let text = text.split('#').next().unwrap_or_default().trim().to_owned();
        if text == "weft" {
            return Some(String::new());
        }
        let rest = text
            .strip_prefix("weft ")
            .or_else(|| text.split_once("cargo run --release -- ").map(|(_, rest)| rest));
        rest.map(str::to_owned)
    };
    code.chain(block).filter_map(told).collect()
}
