//! Every word a person reads, in their language: fluent catalogues from `assets/locales/`.
//!
//! Owns which languages there are and how an id becomes a sentence. Never: a word in the code, the environment (the
//! shell reads the locale and hands in the tag), the network or a file: the catalogues are part of the program.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: [&str; 2] = [
    include_str!("../assets/locales/en/main.ftl"),
    include_str!("../assets/locales/en/shell.ftl"),
];
const CHINESE: [&str; 2] = [
    include_str!("../assets/locales/zh-CN/main.ftl"),
    include_str!("../assets/locales/zh-CN/shell.ftl"),
];

/// A language weft speaks in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    /// Simplified characters, mainland usage.
    Chinese,
}

impl Language {
    /// From a BCP 47 tag or a POSIX locale (`zh-Hans-CN`, `zh_CN.UTF-8`). Anything not Chinese is English.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    fn catalogue(self) -> [&'static str; 2] {
        match self {
            Self::English => ENGLISH,
            Self::Chinese => CHINESE,
        }
    }
}

/// A value that goes into a sentence.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    Text(&'a str),
    /// Chooses the plural form, too.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Arg<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The catalogue of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    language: Language,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({:?})", self.language)
    }
}

impl Words {
    /// Reads one language only: start-up pays for no word it does not say.
    pub fn new(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // Isolation marks are bidi controls, and those never reach the terminal.
        bundle.set_use_isolating(false);
        for source in language.catalogue() {
            // A catalogue with a mistake still gives its good entries; a test holds that there is none.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partly, _)| partly);
            bundle.add_resource_overriding(resource);
        }
        Self { bundle, language }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence of this id; the id itself where there is none, so that the gap is seen.
    pub fn say<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.format(id, None)
    }

    /// A sentence with values in it.
    pub fn say_with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for &(name, value) in args {
            values.set(
                name,
                match value {
                    Arg::Text(text) => FluentValue::from(text),
                    Arg::Number(number) => FluentValue::from(number),
                },
            );
        }
        self.format(id, Some(&values)).into_owned()
    }

    fn format<'a>(&'a self, id: &'a str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.into();
        };
        let mut gaps = Vec::new();
        let said = self.bundle.format_pattern(pattern, args, &mut gaps);
        // A value nobody gave would be read as `{$name}` by whoever sits there: no test gets past one.
        debug_assert!(gaps.is_empty(), "{id}: {gaps:?}");
        said
    }
}
