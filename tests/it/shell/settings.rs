//! Settings and the command line: what wins, what is refused, and how that is said.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStringExt as _;

use pretty_assertions::assert_eq;
use rustix::io::Errno;
use weft::cli::{self, Facts, Sim, Stop, Task};
use weft::config::{self, Fault, KEYS, Kind, Level, Mode, Name, Raw, Settings, Surroundings, Theme, file};
use weft::domain::picture::{Avatars, Protocol, Wish};
use weft::places::is_for_now;
use weft::words::{Language, Words};

const FACTS: Facts<'_> = Facts {
    file: "config.toml",
    control: "POST /_sim/say",
};

fn english() -> Words {
    Words::new(Language::English)
}

fn parse(args: &[&str]) -> Result<cli::Cli, Stop> {
    let args: Vec<OsString> = args.iter().map(OsString::from).collect();
    cli::parse(&args, &english(), FACTS)
}

fn environment(pairs: &[(&str, &str)]) -> Raw {
    let find = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    Raw::from_environment(find)
}

/// What holds, from flags, environment and file.
fn resolve(args: &[&str], pairs: &[(&str, &str)], text: &str) -> Result<Settings, Fault> {
    let flags = parse(args).unwrap().raw;
    config::resolve(
        &[flags, environment(pairs), file::parse(text)?],
        &Surroundings::default(),
    )
}

fn complaint(text: &str) -> String {
    resolve(&[], &[], text)
        .unwrap_err()
        .say(&english(), "config.toml")
}

#[test]
fn without_a_word_from_anybody_the_defaults_hold() {
    let settings = resolve(&[], &[], "").unwrap();
    assert_eq!(
        settings,
        Settings {
            language: Language::English,
            theme: Theme::Terminal,
            glyphs: config::Glyphs::Unicode,
            pictures: Wish::Auto(None),
            ambiguous_wide: None,
            mouse: true,
            bell: true,
            faces: weft::domain::text::Faces::Emoji,
            avatars: Avatars::Auto,
            fold_accounts: true,
            group_actions: false,
            server: None,
            mode: Mode::Auto,
            account: None,
            log: Level::Info,
            keep_recalled: false,
            editor: None,
            keep_days: None,
            keep_megabytes: None,
            downloads: None,
            opener: None,
            cache_megabytes: 500,
        }
    );
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let text = "theme = \"mono\"\nmode = \"desktop\"\nbell = false\nlanguage = \"zh-CN\"";
    let settings = resolve(
        &["--theme", "terminal"],
        &[("WEFT_MODE", "web"), ("WEFT_THEME", "mono")],
        text,
    )
    .unwrap();
    assert_eq!(
        (settings.theme, settings.mode, settings.bell),
        (Theme::Terminal, Mode::Web, false)
    );
    assert_eq!(settings.language, Language::Chinese);
    assert!(
        !resolve(&["--no-mouse"], &[("WEFT_MOUSE", "on")], "mouse = true")
            .unwrap()
            .mouse
    );
}

#[test]
fn auto_follows_the_surroundings() {
    let around = Surroundings {
        locale: Some("zh-Hans-CN".into()),
        no_color: true,
        term: "linux".into(),
        ..Surroundings::default()
    };
    let settings = config::resolve(&[], &around).unwrap();
    let found = (settings.language, settings.theme, settings.glyphs);
    assert_eq!(found, (Language::Chinese, Theme::Mono, config::Glyphs::Ascii));
}

/// What pictures are drawn by before the terminal has told anything.
#[test]
fn the_environment_speaks_for_how_pictures_are_drawn() {
    let guess = |pairs: &[(&str, &str)]| {
        let read = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Surroundings::from_environment(read).guess()
    };
    for (pairs, drawn) in [
        (&[("TERM", "xterm-kitty")][..], Some(Protocol::Kitty)),
        (&[("TERM", "xterm-ghostty")], Some(Protocol::Kitty)),
        (
            &[
                ("TERM", "tmux-256color"),
                ("TMUX", "/tmp/x"),
                ("KITTY_WINDOW_ID", "1"),
            ],
            Some(Protocol::Kitty),
        ),
        (
            &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")],
            Some(Protocol::Iterm2),
        ),
        (
            &[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")],
            Some(Protocol::Iterm2),
        ),
        (
            &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")],
            Some(Protocol::Iterm2),
        ),
        (&[("TERM", "foot")], Some(Protocol::Sixel)),
        (&[("TERM", "xterm-256color")], Some(Protocol::Blocks)),
        (
            &[("TERM", "xterm-256color"), ("WT_SESSION", "x")],
            Some(Protocol::Blocks),
        ),
        (&[("TERM", "linux")], None),
        (&[("TERM", "dumb"), ("KITTY_WINDOW_ID", "1")], None),
        (&[], None),
    ] {
        assert_eq!(guess(pairs), drawn, "{pairs:?}");
    }
    let wish = resolve(&["--pictures", "sixel"], &[], "").unwrap().pictures;
    assert_eq!(wish, Wish::Only(Protocol::Sixel));
    for (told, avatars) in [("always", Avatars::Always), ("never", Avatars::Never)] {
        let settings = resolve(&[], &[("WEFT_AVATARS", told)], "avatars = \"auto\"").unwrap();
        assert_eq!(settings.avatars, avatars);
    }
    let wide = resolve(&[], &[], "ambiguous_width = \"2\"")
        .unwrap()
        .ambiguous_wide;
    assert_eq!(wide, Some(true));
}

#[test]
fn a_mistake_in_the_file_is_named_with_its_place_and_what_would_be_right() {
    let keys = "language, theme, glyphs, pictures, avatars, ambiguous_width, mouse, bell, faces, fold_accounts, group_actions, server, mode, account, log, \
        keep_recalled, editor, keep_days, keep_megabytes, downloads, opener, cache_megabytes";
    assert_eq!(
        complaint("bell = true\n  colour = 3"),
        format!("config.toml:2:3: there is no setting \"colour\"; there are {keys}")
    );
    assert_eq!(
        complaint("mouse = \"yes\""),
        "config.toml:1:9: mouse must be true | false"
    );
    assert_eq!(
        complaint("# 中文\nmode = \"mobile\""),
        "config.toml:2:8: \"mobile\" is not one of auto | web | desktop"
    );
    assert!(complaint("theme = ").starts_with("config.toml:1:"));
    assert_eq!(complaint("theme = ").lines().count(), 1);
    let no_text = file::parse(b"bell = true\nmode = \"\xff\"").unwrap_err();
    assert_eq!(
        no_text.say(&english(), "config.toml"),
        "config.toml:2:9: not valid TOML: not UTF-8"
    );
    assert!(
        complaint("data_dir = \"x\"").contains("there is no setting \"data_dir\""),
        "it is found through it"
    );
}

#[test]
fn http_is_for_this_machine_only() {
    for fine in [
        "https://wx.example.test",
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://localhost:1",
        "http://[::1]:8080/",
    ] {
        assert!(
            resolve(&["--server", fine], &[], "").unwrap().server.is_some(),
            "{fine}"
        );
    }
    let origin = resolve(&[], &[("WEFT_SERVER", "http://[::1]:8080/")], "")
        .unwrap()
        .server
        .unwrap();
    assert_eq!(origin.as_str(), "http://[::1]:8080");
    for (bad, says) in [
        ("http://wx.example.test", "in clear"),
        ("http://localhost.example.test", "in clear"),
        ("http://10.0.0.1", "in clear"),
        ("wx.example.test", "is not an address"),
        ("ftp://127.0.0.1", "is not an address"),
        ("https://wx.example.test/path", "more than scheme"),
        ("https://me:secret@wx.example.test", "more than scheme"),
        ("http://me:secret@wx.example.test", "in clear"),
        ("ftp://me:secret@wx.example.test", "is not an address"),
    ] {
        let fault = resolve(&["--server", bad], &[], "").unwrap_err();
        let said = fault.say(&english(), "config.toml");
        assert!(
            fault.is_usage() && said.contains(says) && said.starts_with("--server: "),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn every_setting_can_be_given_in_the_environment_and_does_something() {
    let usual = config::resolve(&[], &Surroundings::default()).unwrap();
    for key in KEYS.iter().filter(|key| key.name != Name::DataDir) {
        let values = match key.kind {
            Kind::Choice(choices) => choices,
            Kind::Switch(_) => &["on", "off"],
            Kind::Origin | Kind::Folder | Kind::Account | Kind::Command | Kind::Program => {
                &["https://wx.example.test"]
            }
            Kind::Limit => &["30"],
        };
        let settings = values.iter().map(|value| {
            let raw = environment(&[(key.env, value)]);
            assert_eq!(raw.get(key.name).unwrap().value, *value);
            config::resolve(&[raw], &Surroundings::default()).unwrap()
        });
        let other = settings.filter(|settings| *settings != usual).count();
        // Auto is the same as one of the others; in a language the person does not have it is none.
        assert!(
            other >= values.len().saturating_sub(2).max(1),
            "{} does nothing",
            key.env
        );
    }
}

#[test]
fn the_commands_are_told_apart_and_share_the_settings() {
    assert_eq!(parse(&[]).unwrap().task, Task::Chat);
    assert_eq!(
        parse(&["demo", "--lang", "en"]).unwrap().raw,
        parse(&["--lang=en", "demo"]).unwrap().raw
    );
    let sim = Sim {
        port: 8080,
        auto_login: Some(200),
        story: true,
        ..Sim::default()
    };
    assert_eq!(
        parse(&["sim", "--port", "8080", "--auto-login", "200", "--story"])
            .unwrap()
            .task,
        Task::Sim(sim)
    );
}

#[test]
fn wrong_usage_is_said_in_one_line() {
    for (args, says) in [
        (&["--colour"][..], "no option or command \"--colour\""),
        (&["--them"], "did you mean --theme?"),
        (&["dmeo"], "did you mean demo?"),
        (&["dance"], "no option or command \"dance\""),
        (&["--lang"], "needs a value"),
        (&["export", "--chat"], "needs a value"),
        (&["export", "--formt"], "did you mean --format?"),
        (&["import"], "name the file"),
        (&["sim", "--port", "99999"], "--port: \"99999\""),
        (&["--lang", "en", "--lang", "en"], "more than once"),
        (&["--no-mouse=yes"], "--no-mouse takes no value"),
        (&["export", "--list=all"], "--list takes no value"),
    ] {
        let Err(Stop::Usage(line)) = parse(args) else {
            panic!("{args:?}")
        };
        assert!(line.contains(says) && line.lines().count() == 1, "{line}");
    }
    let no_text = [
        OsString::from("sim"),
        "--port".into(),
        OsString::from_vec(vec![0xff]),
    ];
    let Err(Stop::Usage(line)) = cli::parse(&no_text, &english(), FACTS) else {
        panic!()
    };
    assert!(
        line.contains("is not UTF-8") && line.lines().count() == 1,
        "{line}"
    );
}

/// `--data-dir "$UNSET"` is a mistake, not the folder one happens to stand in.
#[test]
fn what_names_something_is_not_empty() {
    for (name, wanted) in [
        ("account", "an account's number or name"),
        ("downloads", "a folder"),
        ("opener", "the name of a program"),
        ("editor", "a command"),
    ] {
        let said = complaint(&format!("{name} = \"\""));
        let column = name.len() + 4;
        assert!(
            said.starts_with(&format!("config.toml:1:{column}: {name} must be {wanted}")),
            "{said}"
        );
    }
    let fault = resolve(&["--data-dir", ""], &[], "").unwrap_err();
    assert!(fault.is_usage());
}

#[test]
fn the_help_speaks_the_person_s_language_whole() {
    let chinese = Words::new(Language::Chinese);
    for args in [
        &["--help"][..],
        &["demo", "--help"],
        &["sim", "--help"],
        &["export", "--help"],
        &["import", "--help"],
    ] {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let Err(Stop::Told(help)) = cli::parse(&args, &chinese, FACTS) else {
            panic!()
        };
        for english in ["Usage", "Options", "Commands", "default", "possible", "help"] {
            let said = help.replace("--help", "");
            assert!(!said.contains(english), "{english} in {help}");
        }
    }
    let Err(Stop::Told(help)) = parse(&["sim", "--help"]) else {
        panic!()
    };
    assert!(help.contains("/_sim/say"), "{help}");
    let Err(Stop::Told(version)) = parse(&["--version"]) else {
        panic!()
    };
    let mut built = version.trim().split(" +");
    assert_eq!(built.next(), Some(concat!("weft ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(built.any(|feature| feature == "voice"), cfg!(feature = "voice"));
}

#[test]
fn help_is_readable_before_any_setting_is() {
    let args = |args: &[&str]| args.iter().map(OsString::from).collect::<Vec<_>>();
    let none = Raw::default();
    assert_eq!(
        cli::language(&args(&["--lang=zh-CN"]), &none, None),
        Language::Chinese
    );
    assert_eq!(
        cli::language(&args(&["--lang", "en"]), &none, Some("zh-CN")),
        Language::English
    );
    assert_eq!(
        cli::language(&args(&[]), &environment(&[("WEFT_LANG", "zh-CN")]), None),
        Language::Chinese
    );
    assert_eq!(
        cli::language(&args(&["--lang", "auto"]), &none, Some("zh-CN")),
        Language::Chinese
    );
    assert_eq!(cli::language(&args(&[]), &none, None), Language::English);
}

#[test]
fn a_full_or_read_only_disk_passes_and_a_folder_of_somebody_elses_does_not() {
    for (number, passes) in [
        (Errno::ROFS, true),
        (Errno::NOSPC, true),
        (Errno::DQUOT, true),
        (Errno::ACCESS, false),
        (Errno::NOTDIR, false),
    ] {
        let error = io::Error::from(number);
        assert_eq!(is_for_now(&error), passes, "{error}");
    }
}
