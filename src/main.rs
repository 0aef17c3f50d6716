//! Parse, resolve, wire, run, exit code. The only place that picks what carries the requests.

mod start;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use rustix::fs::Mode;
use start::{Failed, Start};
use weft::cli::{self, Cli, Facts, Stop, Task};
use weft::config::{self, Name, Raw, Surroundings};
use weft::domain::text::SafeText;
use weft::places::Places;
use weft::sim;
use weft::words::{Arg, Words};

fn main() -> ExitCode {
    // Whatever this process creates is its owner's alone, the log's files included.
    let mask = rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    // What is no text is not passed over: the settings tell of it.
    let variable = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let environment = Raw::from_environment(variable);
    let around = Surroundings {
        locale: sys_locale::get_locale(),
        ..Surroundings::from_environment(variable)
    };
    // Until the settings are read, what the command line and the environment say about the language has to do.
    let words = Words::new(cli::language(&args, &environment, around.locale.as_deref()));
    match parse(&args, &environment, &words) {
        Ok(cli) => match run(cli, (environment, mask), &around, words) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failed) => refuse(&failed),
        },
        Err(Stop::Told(text)) => {
            // A reader that went away (`weft --help | head`) is not an error.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(Stop::Usage(line)) => refuse(&Failed::new(&words, 2, &line)),
    }
}

fn refuse(failed: &Failed) -> ExitCode {
    let _ = writeln!(io::stderr(), "{}", failed.line);
    ExitCode::from(failed.code)
}

fn parse(args: &[OsString], environment: &Raw, words: &Words) -> Result<Cli, Stop> {
    let usual = Places::find(
        environment
            .get(Name::DataDir)
            .map(|given| Path::new(&given.value)),
    );
    let file = usual.map_or_else(
        |_| "config.toml".to_owned(),
        |places| places.settings.display().to_string(),
    );
    let facts = Facts {
        file: &file,
        control: sim::control::HELP,
    };
    cli::parse(args, words, facts)
}

fn run(
    cli: Cli,
    (environment, mask): (Raw, Mode),
    around: &Surroundings,
    words: Words,
) -> Result<(), Failed> {
    let start = Start {
        mode: Some(Mode::from_raw_mode(0o666).difference(mask)),
        ..settle(cli.raw, environment, around, words)?
    };
    match cli.task {
        Task::Chat => start.chat(),
        Task::Demo => start.demo(),
        Task::Sim(sim) => start.serve(sim),
        Task::Export(asked) => start.export(&asked),
        Task::Import(asked) => start.import(&asked),
    }
}

/// From what was given to what holds.
fn settle(flags: Raw, environment: Raw, around: &Surroundings, words: Words) -> Result<Start, Failed> {
    let folder = flags
        .get(Name::DataDir)
        .or_else(|| environment.get(Name::DataDir));
    let places = Places::find(folder.map(|given| Path::new(&given.value)))
        .map_err(|_| Failed::new(&words, 1, &words.say("error-home")))?;
    let text = places
        .read_settings()
        .map_err(|why| Failed::at(&words, "error-file", &places.settings, &why))?;
    let file = places.settings.display().to_string();
    let fault = |fault: config::Fault| {
        let code = if fault.is_usage() { 2 } else { 1 };
        Failed::new(&words, code, &fault.say(&words, &file))
    };
    let read = config::file::parse(text.as_deref().unwrap_or_default()).map_err(fault)?;
    let settings = config::resolve(&[flags, environment, read], around).map_err(fault)?;
    // Reading a catalogue takes a good part of the time until the first frame: once is enough.
    let words = if words.language() == settings.language {
        words
    } else {
        Words::new(settings.language)
    };
    Ok(Start {
        around: around.clone(),
        settings,
        places,
        mode: None,
        words,
    })
}

impl Failed {
    fn new(words: &Words, code: u8, what: &str) -> Self {
        let line = words.say_with("error-line", &[("what", Arg::Text(what))]);
        Self {
            code,
            // It quotes what people wrote, files among them, and is for a terminal.
            line: SafeText::line(&line).as_str().to_owned(),
        }
    }

    fn because(words: &Words, id: &str, why: &dyn std::fmt::Display) -> Self {
        let what = words.say_with(id, &[("why", Arg::Text(&why.to_string()))]);
        Self::new(words, 1, &what)
    }

    fn at(words: &Words, id: &str, path: &Path, why: &dyn std::fmt::Display) -> Self {
        let (path, why) = (path.display().to_string(), why.to_string());
        let what = words.say_with(id, &[("path", Arg::Text(&path)), ("why", Arg::Text(&why))]);
        Self::new(words, 1, &what)
    }
}
