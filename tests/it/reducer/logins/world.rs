//! People who change, and a service that renames all of them at every login.
//!
//! What is generated, between two logins a week or so apart: of 400 friends one in twenty is gone and as many are new;
//! one in five has changed one thing (nickname, remark, picture, place, signature, sex, alias), one in fifty more. A
//! quarter share sixty common nicknames; one new friend in five is called like somebody just deleted, and half of those
//! live in the same place and have the same sex. Aliases are rare (one in eight), a place is told by two of three, a
//! signature by half, a remark given to half, one in twenty of them a word for several (房东). Of 60 groups one in twenty
//! is left and as many are new, half of those made of most members of another, which may be one just left; one in
//! fifteen is renamed, one in seven has members come and go, and one member in fifty has another name meanwhile. Some
//! groups have no name, some the same.

use fastrand::Rng;
use weft::domain::contact::{Contact, ContactKind, Flags, Group, Member, Sex};
use weft::domain::id::UserName;

use crate::reducer::text;

const FRIENDS: usize = 400;
const ACCOUNTS: usize = 40;
const GROUPS: usize = 60;
/// Members of groups who are no friends.
const STRANGERS: usize = 1500;

const COMMON: [&str; 60] = [
    "Lily", "小雨", "阳光", "静静", "Tom", "David", "Amy", "小明", "平安", "幸福", "老王", "小李", "天天",
    "乐乐", "豆豆", "Kevin", "Jack", "Lucy", "Anna", "大海", "小草", "微笑", "自由", "清风", "明月", "一叶",
    "暖阳", "流年", "浅浅", "安静", "快乐", "简单", "云朵", "蓝天", "彩虹", "小鱼", "猫猫", "星星", "月亮",
    "太阳", "Leo", "Sam", "Eric", "Mike", "Coco", "Cindy", "Grace", "Helen", "Vivian", "Jenny", "王芳",
    "李伟", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周杰", "吴强",
];
const ROLES: [&str; 12] = [
    "房东", "快递", "司机", "物业", "中介", "老师", "客户", "同事", "邻居", "医生", "教练", "装修",
];
const GROUP_NAMES: [&str; 8] = [
    "家庭群",
    "同学群",
    "项目群",
    "爬山",
    "读书会",
    "业主群",
    "球队",
    "吃饭",
];
const CHARACTERS: &str = "安白冰晨东方飞高海红江军兰林梦宁平青荣山天文小晓心雪雅一云志中竹子紫";

/// Somebody real: the same for ever, whatever they are called.
#[derive(Clone)]
pub struct Somebody {
    pub who: u32,
    pub record: Contact,
    /// A group's: numbers of strangers, and of friends behind them.
    members: Vec<u32>,
    /// Things changed since the login before.
    pub changes: u32,
}

impl Somebody {
    pub fn is_group(&self) -> bool {
        self.record.kind == ContactKind::Group
    }
}

/// What the service tells at a login, in this order.
pub struct Told {
    pub recent: Vec<Contact>,
    pub order: Vec<UserName>,
    pub pages: Vec<Vec<Contact>>,
    pub groups: Vec<Vec<Contact>>,
}

pub struct World {
    dice: Rng,
    next: u32,
    all: Vec<Somebody>,
    strangers: Vec<String>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut dice = Rng::with_seed(seed);
        let strangers = (0..STRANGERS).map(|_| nick(&mut dice)).collect();
        let mut world = Self {
            dice,
            next: u32::try_from(STRANGERS).unwrap(),
            all: Vec::new(),
            strangers,
        };
        for _ in 0..FRIENDS {
            world.arrive(ContactKind::Friend);
        }
        for _ in 0..ACCOUNTS {
            world.arrive(ContactKind::PublicAccount);
        }
        for _ in 0..GROUPS {
            world.gather(&[]);
        }
        world
    }

    pub fn everybody(&self) -> impl Iterator<Item = &Somebody> {
        self.all.iter()
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.dice.u32(0..100) < chance
    }

    fn add(&mut self, record: Contact, members: Vec<u32>) {
        self.all.push(Somebody {
            who: self.next,
            record,
            members,
            changes: 0,
        });
        self.next += 1;
    }

    /// A new friend or account.
    fn arrive(&mut self, kind: ContactKind) {
        let mut record = Contact::bare(UserName::from(""));
        record.kind = kind;
        record.flags = Some(Flags {
            in_book: true,
            ..Flags::default()
        });
        record.nick_name = text(&nick(&mut self.dice));
        if self.percent(98) {
            record.avatar_seq = self.dice.u64(600_000_000..780_000_000);
        }
        if self.percent(88) {
            record.sex = if self.percent(50) { Sex::Male } else { Sex::Female };
        }
        if self.percent(65) {
            self.settle_down(&mut record);
        }
        if self.percent(50) {
            self.sign(&mut record);
        }
        if self.percent(50) {
            self.remark(&mut record);
        }
        if self.percent(12) {
            record.alias = text(&format!("{}_{}", latin(&mut self.dice), self.next));
        }
        self.add(record, Vec::new());
    }

    /// Two of five live where I do.
    fn settle_down(&mut self, record: &mut Contact) {
        let province = if self.percent(40) { 0 } else { self.dice.u32(1..12) };
        record.province = text(&format!("省{province}"));
        if self.percent(85) {
            record.city = text(&format!("市{province}{}", self.dice.u32(0..6)));
        }
    }

    fn sign(&mut self, record: &mut Contact) {
        let common = self.percent(10);
        let words: String = if common {
            format!("{}就好", COMMON[self.dice.usize(0..20)])
        } else {
            (0..3).map(|_| nick(&mut self.dice)).collect()
        };
        record.signature = text(&words);
    }

    fn remark(&mut self, record: &mut Contact) {
        let role = self.percent(5);
        record.remark_name = if role {
            text(ROLES[self.dice.usize(0..ROLES.len())])
        } else {
            text(&characters(&mut self.dice, 3))
        };
    }

    /// A new group, perhaps of most of the same people as another.
    fn gather(&mut self, like: &[u32]) {
        let mut members = like.to_vec();
        let friends: Vec<u32> = self
            .all
            .iter()
            .filter(|one| one.record.kind == ContactKind::Friend)
            .map(|one| one.who)
            .collect();
        if members.is_empty() {
            let size = if self.percent(20) {
                self.dice.usize(2..6)
            } else {
                self.dice.usize(6..90)
            };
            // People in the same groups: neighbours by number.
            let strangers = u32::try_from(STRANGERS).unwrap();
            let (circle, start) = (self.dice.u32(20..200), self.dice.u32(0..strangers));
            for _ in 0..size {
                members.push(if self.percent(30) {
                    friends[self.dice.usize(0..friends.len())]
                } else {
                    (start + self.dice.u32(0..circle)) % strangers
                });
            }
        } else {
            let keep = self.dice.u32(60..95);
            members.retain(|_| self.dice.u32(0..100) < keep);
        }
        members.sort_unstable();
        members.dedup();
        let mut record = Contact::bare(UserName::from("@@"));
        record.flags = Some(Flags::default());
        let own = format!("{}群{}", characters(&mut self.dice, 2), self.next);
        // One of the same people and of the same name would be the same group to anybody.
        record.nick_name = text(&if like.is_empty() { self.group_name() } else { own });
        self.add(record, members);
    }

    fn group_name(&mut self) -> String {
        let generic = GROUP_NAMES[self.dice.usize(0..GROUP_NAMES.len())];
        match self.dice.u32(0..100) {
            0..10 => String::new(),
            10..25 => generic.to_owned(),
            _ => format!("{}{generic}", characters(&mut self.dice, 2)),
        }
    }

    /// A week passes.
    pub fn live(&mut self) {
        for name in &mut self.strangers {
            if self.dice.u32(0..50) == 0 {
                *name = nick(&mut self.dice);
            }
        }
        let mut gone = Vec::new();
        let mut kept = Vec::new();
        for one in std::mem::take(&mut self.all) {
            if self.percent(5) {
                gone.push(one);
            } else {
                kept.push(one);
            }
        }
        self.all = kept;
        for at in 0..self.all.len() {
            let changes = match self.dice.u32(0..100) {
                0..20 => 1,
                20..22 => 2,
                _ => 0,
            };
            let mut one = self.all[at].clone();
            one.changes = changes;
            for _ in 0..changes {
                if one.is_group() {
                    self.change_group(&mut one);
                } else {
                    self.change(&mut one.record);
                }
            }
            self.all[at] = one;
        }
        for past in gone {
            self.replace(&past);
        }
    }

    fn change(&mut self, record: &mut Contact) {
        match self.dice.u32(0..100) {
            0..30 => record.nick_name = text(&nick(&mut self.dice)),
            30..50 if record.remark_name.is_empty() || self.percent(70) => self.remark(record),
            30..50 => record.remark_name = text(""),
            50..75 => record.avatar_seq = self.dice.u64(600_000_000..780_000_000),
            75..83 => self.settle_down(record),
            83..95 => self.sign(record),
            95..97 => {
                record.sex = if record.sex == Sex::Male {
                    Sex::Female
                } else {
                    Sex::Male
                }
            }
            _ if record.alias.is_empty() => {
                record.alias = text(&format!("{}_{}", latin(&mut self.dice), self.dice.u32(..)));
            }
            _ => self.sign(record),
        }
    }

    fn change_group(&mut self, one: &mut Somebody) {
        if self.percent(33) {
            one.record.nick_name = text(&self.group_name());
            return;
        }
        let keep = self.dice.u32(80..100);
        one.members.retain(|_| self.dice.u32(0..100) < keep);
        for _ in 0..=one.members.len() / 10 {
            one.members.push(self.dice.u32(0..1500));
        }
        one.members.sort_unstable();
        one.members.dedup();
    }

    /// Somebody new for somebody gone, who may look much like them.
    fn replace(&mut self, past: &Somebody) {
        if past.is_group() {
            let like = match self.dice.u32(0..4) {
                0 => past.members.clone(),
                1 => {
                    let groups: Vec<&Somebody> = self.all.iter().filter(|one| one.is_group()).collect();
                    groups[self.dice.usize(0..groups.len())].members.clone()
                }
                _ => Vec::new(),
            };
            self.gather(&like);
            return;
        }
        self.arrive(past.record.kind);
        let (called, near, role) = (self.percent(20), self.percent(50), self.percent(20));
        if let Some(one) = self.all.last_mut() {
            if called {
                one.record.nick_name = past.record.nick_name.clone();
                if near {
                    one.record.sex = past.record.sex;
                    one.record.province = past.record.province.clone();
                    one.record.city = past.record.city.clone();
                }
            } else if role {
                // The new landlord has the name I gave to the old one.
                one.record.remark_name = past.record.remark_name.clone();
            }
        }
    }

    /// A new name for everybody, strangers too.
    fn rename(&mut self) -> Vec<String> {
        let names: Vec<String> = (0..self.next)
            .map(|_| format!("@{:016x}", self.dice.u64(..)))
            .collect();
        for one in &mut self.all {
            let lead = if one.is_group() { "@" } else { "" };
            one.record.user_name = UserName::new(format!("{lead}{}", names[one.who as usize]));
        }
        names
    }

    /// A login.
    pub fn tell(&mut self) -> Told {
        let names = self.rename();
        let nicks: std::collections::HashMap<u32, String> = self
            .all
            .iter()
            .map(|one| (one.who, one.record.nick_name.as_str().to_owned()))
            .collect();
        let member = |who: &u32, named: bool| {
            let stranger = self.strangers.get(*who as usize).cloned();
            let nick = stranger.or_else(|| nicks.get(who).cloned())?;
            Some(Member {
                user_name: UserName::new(&*names[*who as usize]),
                nick_name: text(if named { &nick } else { "" }),
                card_name: text(""),
            })
        };
        let group = |one: &Somebody, named: bool| {
            let mut record = one.record.clone();
            let mut members: Vec<Member> = one.members.iter().filter_map(|who| member(who, named)).collect();
            members.push(Member {
                user_name: UserName::from("@me"),
                nick_name: text(if named { "我" } else { "" }),
                card_name: text(""),
            });
            record.group = Some(Box::new(Group {
                members,
                ..Group::default()
            }));
            record
        };
        let mut order: Vec<&Somebody> = self.all.iter().collect();
        self.dice.shuffle(&mut order);
        let told = |one: &Somebody, named| {
            if one.is_group() {
                group(one, named)
            } else {
                one.record.clone()
            }
        };
        let recent = order.iter().take(10).map(|one| told(one, false)).collect();
        let chats = order
            .iter()
            .take(40)
            .map(|one| one.record.user_name.clone())
            .collect();
        self.dice.shuffle(&mut order);
        let (groups, people): (Vec<&Somebody>, Vec<&Somebody>) =
            order.into_iter().partition(|one| one.is_group());
        // Every other group is saved to the book, where it has no members.
        let saved = groups.iter().step_by(2).map(|one| one.record.clone());
        let book: Vec<Contact> = people.iter().map(|one| one.record.clone()).chain(saved).collect();
        let groups: Vec<Contact> = groups.iter().map(|one| group(one, true)).collect();
        Told {
            recent,
            order: chats,
            pages: book.chunks(100).map(<[Contact]>::to_vec).collect(),
            groups: groups.chunks(50).map(<[Contact]>::to_vec).collect(),
        }
    }
}

fn characters(dice: &mut Rng, count: usize) -> String {
    let all: Vec<char> = CHARACTERS.chars().collect();
    (0..count).map(|_| all[dice.usize(0..all.len())]).collect()
}

fn latin(dice: &mut Rng) -> String {
    (0..5).map(|_| dice.lowercase()).collect()
}

/// One in four is a name that many have.
fn nick(dice: &mut Rng) -> String {
    match dice.u32(0..100) {
        0..25 => COMMON[dice.usize(0..COMMON.len())].to_owned(),
        25..60 => characters(dice, 3),
        60..80 => latin(dice),
        _ => format!("{}{}", characters(dice, 2), latin(dice)),
    }
}
