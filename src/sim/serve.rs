//! What `weft sim` runs: a world behind a port, and the big load for measurements.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use super::demo;
use super::hub::Hub;
use super::listen;
use super::saying::Saying;
use super::script::{Director, Script};
use super::world::World;
use super::world::setup::{Family, Group, Person, Setup};
use crate::domain::time::{Clock, Now};

/// What to serve.
#[derive(Clone, Debug)]
pub struct Serve {
    /// 0 takes a free one.
    pub port: u16,
    pub seed: u64,
    /// Scan and confirm every code after this long, half of it each.
    pub auto_login: Option<Duration>,
    /// Play the demo's story, and let people talk back.
    pub story: bool,
    /// How long polls are held.
    pub hold: Duration,
    pub family: Family,
    pub fill: Fill,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            auto_login: None,
            story: false,
            hold: Duration::from_secs(25),
            family: Family::Wx,
            fill: Fill::default(),
        }
    }
}

/// More of everything, on top of the demo's cast.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fill {
    /// Chats with one message each; one in ten is a group.
    pub chats: usize,
    /// Messages in the first of them.
    pub messages: usize,
    /// Members of each group.
    pub members: usize,
}

/// The filled chat's key.
pub const FILLED: &str = "fill-0";

/// Serves until stopped. `ready` is told the address.
pub async fn serve(
    options: Serve,
    clock: Clock,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let now = clock();
    let (world, director) = world(&options, now)?;
    let hub = Hub::new(world, Some(director), clock);
    let (listener, address) = listen::bind(options.port).await?;
    ready(address);
    listen::serve(listener, hub, stop).await;
    Ok(())
}

/// The world of these options, before anybody has called.
pub fn world(options: &Serve, now: Now) -> anyhow::Result<(World, Director)> {
    let mut setup = demo::setup(options.seed)?;
    setup.hold = options.hold;
    setup.family = options.family;
    let filled = fill(&mut setup, options.fill);
    if !filled.is_empty() {
        setup.batch = 500;
        setup.replay = options.fill.messages + filled.len();
    }
    let mut script = if options.story {
        demo::story()?
    } else {
        Script::default()
    };
    if !options.story || options.auto_login.is_some() {
        let half = options.auto_login.map(|after| after.as_secs_f64() / 2.0);
        (script.scan_after, script.confirm_after) = (half, half);
    }
    let mut world = World::new(setup);
    speak(&mut world, now, &filled, options.fill.messages)?;
    Ok((world, Director::new(script, options.seed)))
}

/// Adds people and groups; their keys come back.
fn fill(setup: &mut Setup, fill: Fill) -> Vec<String> {
    let keys: Vec<String> = (0..fill.chats).map(|i| format!("fill-{i}")).collect();
    for (i, key) in keys.iter().enumerate() {
        if i % 10 == 9 {
            let members: Vec<String> = (0..fill.members.max(3))
                .map(|m| format!("fill-{}", (i + m * 7) % fill.chats))
                .collect();
            let members: Vec<&str> = members
                .iter()
                .map(String::as_str)
                .filter(|m| !m.ends_with('9'))
                .collect();
            setup.groups.push(Group {
                saved: i % 20 == 9,
                ..Group::new(key, &format!("群聊 {i} 号"), &members)
            });
        } else {
            let (family, given, pinyin) = name(i);
            setup.people.push(Person {
                pinyin,
                ..Person::new(key, &format!("{family}{given}{i}"))
            });
        }
    }
    setup.recent.extend(keys.iter().cloned());
    keys
}

fn name(i: usize) -> (&'static str, &'static str, String) {
    const FAMILY: [(&str, &str); 8] = [
        ("王", "wang"),
        ("李", "li"),
        ("张", "zhang"),
        ("刘", "liu"),
        ("陈", "chen"),
        ("杨", "yang"),
        ("周", "zhou"),
        ("吴", "wu"),
    ];
    const GIVEN: [(&str, &str); 7] = [
        ("安", "an"),
        ("一鸣", "yi ming"),
        ("晓", "xiao"),
        ("子墨", "zi mo"),
        ("月", "yue"),
        ("思源", "si yuan"),
        ("可", "ke"),
    ];
    let (family, family_pinyin) = FAMILY[i % FAMILY.len()];
    let (given, given_pinyin) = GIVEN[i / FAMILY.len() % GIVEN.len()];
    (family, given, format!("{family_pinyin} {given_pinyin}"))
}

/// One line in every filled chat, and the long conversation in the first, half a minute between its lines.
fn speak(world: &mut World, now: Now, keys: &[String], messages: usize) -> anyhow::Result<()> {
    let span = i64::try_from(messages).unwrap_or(0) * 30;
    for (i, key) in keys.iter().enumerate().rev() {
        let from = if i % 10 == 9 { FILLED } else { key.as_str() };
        let ago = span + 60 + i64::try_from(i).unwrap_or(0);
        world.say_ago(now, ago, (from, key), Saying::text(line(i)))?;
    }
    if !keys.is_empty() {
        for i in 0..messages {
            let from = if i % 3 == 2 { "me" } else { FILLED };
            let ago = span - i64::try_from(i).unwrap_or(0) * 30;
            world.say_ago(now, ago, (from, FILLED), Saying::text(line(i)))?;
        }
    }
    Ok(())
}

fn line(i: usize) -> String {
    const LINES: [&str; 9] = [
        "早",
        "路上堵车，大概晚十分钟到",
        "The train is on time for once, see you at the station",
        "好的[OK]",
        "周末要不要去爬山？天气预报说是晴天，我们可以带上水果和茶，中午在山顶吃面包",
        "看到了 👍",
        "明天的会改到下午三点，会议室还是老地方，别忘了带上次的图纸",
        "哈哈哈哈哈",
        "One line of plain English that is long enough to wrap on a screen of eighty columns, more or less",
    ];
    format!("{} #{i}", LINES[i % LINES.len()])
}
