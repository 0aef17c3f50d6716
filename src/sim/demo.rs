//! The cast and story strangers see first, from `assets/demo/`; shared by `weft demo` and `weft sim`.

use serde::Deserialize;

use super::script::{Director, Script};
use super::world::World;
use super::world::setup::{Group, Person, Setup};

const CAST: &str = include_str!("../../assets/demo/cast.toml");
const STORY: &str = include_str!("../../assets/demo/story.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CastFile {
    me: Person,
    person: Vec<Person>,
    group: Vec<Group>,
    recent: Vec<String>,
}

/// The demo's people.
pub fn setup(seed: u64) -> Result<Setup, toml::de::Error> {
    let cast: CastFile = toml::from_str(CAST)?;
    Ok(Setup {
        me: cast.me,
        people: cast.person,
        groups: cast.group,
        recent: cast.recent,
        ..Setup::new(seed)
    })
}

/// The demo's story.
pub fn story() -> Result<Script, toml::de::Error> {
    toml::from_str(STORY)
}

/// The demo, ready to begin.
pub fn stage(seed: u64) -> Result<(World, Director), toml::de::Error> {
    Ok((World::new(setup(seed)?), Director::new(story()?, seed)))
}
