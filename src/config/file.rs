//! The settings file: TOML in, [`Raw`] out. The whole file is refused for one wrong line: half of what a person wrote
//! is not what they meant.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, Given, KEYS, Key, Kind, Place, Raw};

pub fn parse(file: impl AsRef<[u8]>) -> Result<Raw, Fault> {
    let text = text(file.as_ref())?;
    let document = DeTable::parse(text).map_err(|error| Fault::Syntax {
        place: place(text, error.span().map_or(0, |span| span.start)),
        // One line: the parser's own picture of the place would be a second one.
        message: error.message().lines().collect::<Vec<_>>().join("; "),
    })?;
    let mut entries: Vec<_> = document.get_ref().iter().collect();
    // The first mistake in the file is the one that is told.
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
        .into_iter()
        .map(|(key, value)| given(text, key.get_ref(), (key.span().start, value)))
        .collect::<Result<_, _>>()
        .map(Raw)
}

fn text(file: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(file).map_err(|_| {
        let before = file.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        Fault::Syntax {
            place: place(before, before.len()),
            message: "not UTF-8".to_owned(),
        }
    })
}

fn given(text: &str, name: &str, (at, value): (usize, &Spanned<DeValue<'_>>)) -> Result<Given, Fault> {
    let Some(key) = KEYS.iter().find(|key| key.in_file() && key.key == name) else {
        return Err(Fault::UnknownKey {
            place: place(text, at),
            key: name.to_owned(),
        });
    };
    let place = place(text, value.span().start);
    match plain(key, value.get_ref()) {
        Some(value) => Ok(Given {
            name: key.name,
            value,
            place,
        }),
        None => Err(Fault::Type { place, key }),
    }
}

/// The value in the shape in which flags and the environment bring it, where its type is right.
fn plain(key: &Key, value: &DeValue<'_>) -> Option<String> {
    match (key.kind, value) {
        (Kind::Switch(_), DeValue::Boolean(on)) => Some(on.to_string()),
        (
            Kind::Choice(_) | Kind::Origin | Kind::Folder | Kind::Account | Kind::Command | Kind::Program,
            DeValue::String(text),
        ) => Some(text.to_string()),
        (Kind::Limit, DeValue::Integer(number)) if number.radix() == 10 => Some(number.to_string()),
        (
            Kind::Switch(_)
            | Kind::Choice(_)
            | Kind::Origin
            | Kind::Folder
            | Kind::Account
            | Kind::Command
            | Kind::Program
            | Kind::Limit,
            _,
        ) => None,
    }
}

fn place(text: &str, at: usize) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place::File {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}
