//! `weft export` and `weft import`: from what was asked to what is said at the end.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;

use jiff::tz::TimeZone;
use weft::archive::{
    self, Book, Broken, Chat, Format, Imported, Refused, Side, Taken, Tally, Target, Unclear, Unreadable, Why,
};
use weft::cli::{Export, Import};
use weft::domain::text::SafeText;
use weft::domain::time::Timestamp;
use weft::port::store::{Account, Which};
use weft::store::{Missing, Range, Reader};
use weft::ui;
use weft::words::{Arg, Words};

use super::{Failed, Start, clock};

/// Between two words on how far it is, in messages.
const OFTEN: u64 = 5000;
/// Names in an error.
const NAMED: usize = 5;

impl Start {
    pub fn export(self, asked: &Export) -> Result<(), Failed> {
        let words = &self.words;
        let (range, format) = (range(asked, words)?, format(asked, words)?);
        let which = self.settings.account.clone().map_or(Which::Last, super::which);
        let reader = Reader::open(&self.places.history, &which).map_err(|missing| self.missing(&missing))?;
        let book = Book::new(&reader, words, TimeZone::system());
        let broken = |broken: &Broken| self.broken(broken, asked.output.as_deref());
        let chats = book.chats(range).map_err(|fault| broken(&fault.into()))?;
        if asked.list {
            if chats.is_empty() {
                say(&words.say("export-nothing"));
            }
            return quietly(list(&book, &chats)).map_err(|error| broken(&error.into()));
        }
        let chats =
            archive::choose(&book, chats, &asked.chats).map_err(|unclear| unclear_name(&book, &unclear))?;
        // Where the messages go to the terminal themselves, they say how far it is.
        let looks = asked.output.is_some() || !io::stdout().is_terminal();
        let mut progress = Progress::new(words, "export-progress", looks);
        let mut told = |count| progress.told(count);
        let written = match &asked.output {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                let written = book.write(&chats, (range, format), &mut out, &mut told);
                // What is left in it has nowhere to go.
                drop(out.into_parts());
                written
            }
            Some(path) => {
                let mut out = Target::create(path, asked.force).map_err(|taken| self.taken(path, &taken))?;
                let written = book.write(&chats, (range, format), &mut out, &mut told);
                if written.is_ok() {
                    out.finish().map_err(|taken| self.taken(path, &taken))?;
                }
                written
            }
        };
        drop(progress);
        match written {
            Ok(tally) => {
                self.exported(tally, asked.output.as_deref());
                Ok(())
            }
            Err(Broken::Output(error)) if is_unread(&error, asked) => Ok(()),
            Err(error) => Err(broken(&error)),
        }
    }

    pub fn import(self, asked: &Import) -> Result<(), Failed> {
        let (words, path) = (&self.words, asked.file.as_path());
        // It is read more than once, which a pipe cannot be.
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(self.taken(path, &Taken::NoFile));
        }
        let source = || -> io::Result<Box<dyn BufRead>> { Ok(Box::new(BufReader::new(File::open(path)?))) };
        let named = asked.into.clone().map(|name| super::which(name.into()));
        let mut progress = Progress::new(words, "import-progress", true);
        let mut told = |count| progress.told(count);
        let imported = archive::import(&self.places.history, (&source, named), clock()(), &mut told);
        drop(progress);
        let imported = imported.map_err(|refused| self.refused(path, &refused))?;
        let Imported {
            account,
            taken,
            known,
            newcomers,
        } = imported;
        let account = account.to_string();
        say(&words.say_with(
            "import-done",
            &[
                ("taken", taken.into()),
                ("known", known.into()),
                ("newcomers", newcomers.into()),
                ("account", Arg::Text(&account)),
            ],
        ));
        Ok(())
    }

    fn exported(&self, tally: Tally, path: Option<&Path>) {
        let words = &self.words;
        let chats = words.say_with("export-chats", &[("count", tally.chats.into())]);
        let to = path.map_or_else(
            || words.say("export-stdout").into_owned(),
            |path| path.display().to_string(),
        );
        let args = [
            ("count", tally.lines.into()),
            ("chats", Arg::Text(&chats)),
            ("path", Arg::Text(&to)),
        ];
        say(&words.say_with("export-done", &args));
    }

    fn missing(&self, missing: &Missing) -> Failed {
        let words = &self.words;
        let what = match missing {
            Missing::Refused(refusal) => ui::refusal(refusal, words),
            Missing::Nobody { others } if others.is_empty() => match fs::read_dir(&self.places.history) {
                // What cannot be looked into may hold anything.
                Err(why) if why.kind() != ErrorKind::NotFound => {
                    return Failed::at(words, "error-file", &self.places.history, &why);
                }
                Ok(_) | Err(_) => words.say("error-no-history").into_owned(),
            },
            Missing::Nobody { others } => {
                let names: Vec<String> = others.iter().map(account).collect();
                let names = names.join(", ");
                words.say_with("error-which-account", &[("names", Arg::Text(&names))])
            }
        };
        Failed::new(words, 1, &what)
    }

    fn broken(&self, broken: &Broken, path: Option<&Path>) -> Failed {
        match (broken, path) {
            (Broken::History(why), _) => Failed::because(&self.words, "error-history", why),
            (Broken::Output(why), Some(path)) => Failed::at(&self.words, "error-write", path, why),
            (Broken::Output(why), None) => Failed::because(&self.words, "error-stdout", why),
        }
    }

    fn taken(&self, path: &Path, taken: &Taken) -> Failed {
        let id = match taken {
            Taken::Exists => "error-exists",
            Taken::NoFile => "error-no-file",
            Taken::Io(_) => "error-write",
        };
        Failed::at(&self.words, id, path, taken)
    }

    fn refused(&self, path: &Path, refused: &Refused) -> Failed {
        let words = &self.words;
        let bad = match refused {
            Refused::Account(missing) => return self.missing(missing),
            Refused::History(why) => return Failed::because(words, "error-import-history", why),
            Refused::File(Unreadable::Io(why)) => return Failed::at(words, "error-file", path, why),
            Refused::File(Unreadable::Bad(bad)) => bad,
        };
        let (id, number) = match bad.why {
            Why::NoHeader => ("error-import-header", 0),
            Why::Newer => ("error-import-newer", 0),
            Why::Garbled => ("error-import-line", 0),
            Why::Nobody(number) => ("error-import-nobody", number),
            Why::Twice(number) => ("error-import-twice", number),
            Why::TooMany => ("error-import-many", 0),
        };
        // A number of the file is a name: never grouped by thousands.
        let (line, number) = (bad.line.to_string(), number.to_string());
        let path = path.display().to_string();
        let args = [
            ("path", Arg::Text(&path)),
            ("line", Arg::Text(&line)),
            ("number", Arg::Text(&number)),
        ];
        Failed::new(words, 1, &words.say_with(id, &args))
    }
}

fn account(account: &Account) -> String {
    if account.name.is_empty() {
        account.uin.to_string()
    } else {
        format!("{} ({})", account.uin, account.name)
    }
}

fn range(asked: &Export, words: &Words) -> Result<Range, Failed> {
    let zone = TimeZone::system();
    let today = jiff::Timestamp::from_millisecond(clock()().wall_ms)
        .unwrap_or_default()
        .to_zoned(zone.clone())
        .date();
    let moment = |said: &Option<String>, side, flag: &str, usual: Timestamp| match said {
        None => Ok(usual),
        Some(said) => archive::moment(said, side, (today, &zone)).ok_or_else(|| {
            let args = [("flag", Arg::Text(flag)), ("value", Arg::Text(said))];
            Failed::new(words, 2, &words.say_with("error-export-date", &args))
        }),
    };
    Ok(Range {
        first: moment(&asked.since, Side::Since, "--since", Range::ALL.first)?,
        last: moment(&asked.until, Side::Until, "--until", Range::ALL.last)?,
    })
}

fn format(asked: &Export, words: &Words) -> Result<Format, Failed> {
    let Some(name) = &asked.format else {
        let file = asked.output.as_deref().map(Path::to_string_lossy);
        return Ok(file.and_then(|file| Format::of_file(&file)).unwrap_or_default());
    };
    Format::named(name).ok_or_else(|| {
        let names = Format::NAMES.join(" | ");
        let args = [
            ("place", Arg::Text("--format")),
            ("value", Arg::Text(name)),
            ("wanted", Arg::Text(&names)),
        ];
        Failed::new(words, 2, &words.say_with("error-config-value", &args))
    })
}

fn unclear_name(book: &Book<'_>, unclear: &Unclear) -> Failed {
    let words = book.words;
    let (name, chats, id) = match unclear {
        Unclear::Unknown { name, near } if near.is_empty() => (name, near, "error-chat-unknown"),
        Unclear::Unknown { name, near } => (name, near, "error-chat-near"),
        Unclear::Several { name, these } => (name, these, "error-chat-several"),
    };
    let mut told: Vec<String> = chats
        .iter()
        .take(NAMED)
        .map(|chat| archive::told_apart(book, chat))
        .collect();
    if chats.len() > NAMED {
        told.push("…".to_owned());
    }
    let told = told.join("; ");
    let args = [("name", Arg::Text(name)), ("chats", Arg::Text(&told))];
    Failed::new(words, 1, &words.say_with(id, &args))
}

fn list(book: &Book<'_>, chats: &[Chat]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for chat in chats {
        writeln!(out, "{}", archive::told_apart(book, chat))?;
    }
    out.flush()
}

/// A reader that went away (`weft export | head`) is not an error.
fn quietly(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn is_unread(error: &io::Error, asked: &Export) -> bool {
    asked.output.is_none() && error.kind() == ErrorKind::BrokenPipe
}

/// Says how far it is, where somebody looks, on a line that is gone at the end: another stands there then.
struct Progress<'a> {
    words: &'a Words,
    id: &'a str,
    looks: bool,
    next: u64,
}

impl<'a> Progress<'a> {
    fn new(words: &'a Words, id: &'a str, looks: bool) -> Self {
        Self {
            words,
            id,
            looks: looks && io::stderr().is_terminal(),
            next: OFTEN,
        }
    }

    fn told(&mut self, count: u64) {
        if self.looks && count >= self.next {
            self.next = count + OFTEN;
            let line = self.words.say_with(self.id, &[("count", count.into())]);
            // That nobody reads is their affair.
            let _ = write!(io::stderr(), "\r{line}\x1b[K");
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.next > OFTEN {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// The last line. It may quote the name of a file.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", SafeText::line(line).as_str());
}
