//! Who is there: few people, told apart by more than a name, so that every login knows them again.

use weft::app::directory::Directory;
use weft::domain::id::{PeerId, UserName};
use weft::sim::world::World;
use weft::sim::world::setup::{Group, Person, Setup};

/// Key, name, and who speaks there.
pub struct Place {
    pub key: &'static str,
    pub name: &'static str,
    pub speakers: &'static [&'static str],
}

pub const CHATS: [Place; 3] = [
    Place {
        key: "anna",
        name: "Anna",
        speakers: &["anna"],
    },
    Place {
        key: "zhou",
        name: "老周",
        speakers: &["zhou"],
    },
    Place {
        key: "hike",
        name: "周末爬山",
        speakers: &["anna", "zhou"],
    },
];

pub fn world() -> World {
    let person = |key: &str, nick: &str, sex| Person {
        alias: format!("{key}_1987"),
        remark: nick.into(),
        province: "浙江".into(),
        sex,
        ..Person::new(key, nick)
    };
    let group = Group {
        saved: true,
        remark: CHATS[2].name.into(),
        ..Group::new("hike", CHATS[2].name, &["me", "anna", "zhou"])
    };
    let setup = Setup {
        batch: 3,
        // A new login is told everything: nothing may be lost because the service keeps it for a while only.
        replay: 10_000,
        ..Setup::new(11)
    };
    World::new(
        setup
            .with(person("anna", CHATS[0].name, 2))
            .with(person("zhou", CHATS[1].name, 1))
            .with_group(group),
    )
}

/// Who that is here, while a session lives.
pub fn peer(world: &World, directory: &Directory, key: &str) -> Option<PeerId> {
    let name = UserName::from(world.user_name(key)?);
    directory.id_of(&name).map(|id| directory.resolve(id))
}

/// Which chat that is.
pub fn place(directory: &Directory, chat: PeerId) -> Option<usize> {
    let known = directory.peer(chat)?;
    CHATS
        .iter()
        .position(|place| known.contact.nick_name.as_str() == place.name)
}
