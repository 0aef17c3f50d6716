//! An hour of bad luck, drawn by lot: nothing that is said is lost, doubled or out of order, in either direction.

use proptest::prelude::*;
use weft::app::keymap::Code;
use weft::app::rows::text_of;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::sim::world::setup::Setup;

use super::script::Script;
use super::{text, town};

#[derive(Clone, Debug)]
enum Event {
    /// Anna says the next line, to me or to the group, so many seconds late.
    Said {
        group: bool,
        late: i64,
    },
    /// I say the next line to Anna, here or on the phone.
    Typed,
    Phoned,
    Wait(u64),
    Broken {
        endpoint: &'static str,
        fault: Fault,
        times: u32,
        swallowed: bool,
    },
    Cut,
    Mend,
    Storm(u32),
    Repeat(usize),
    Selector(u32),
    SlowDown(u32),
    PhoneAway(bool),
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        prop::sample::select(vec![
            Fault::Status(502),
            Fault::HtmlPage,
            Fault::WrongType,
            Fault::BrokenJson,
            Fault::Empty,
            Fault::Hang,
            Fault::Delay(3_000),
            Fault::Delay(40_000),
        ]),
        prop::sample::select(vec![
            WireFault::Reset,
            WireFault::HalfBody,
            WireFault::Drip,
            WireFault::BrokenGzip,
            WireFault::GarbledStatus,
            WireFault::Twice,
        ])
        .prop_map(Fault::Wire),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let endpoint = prop::sample::select(vec![
        "synccheck",
        "webwxsync",
        "webwxsendmsg",
        "webwxstatusnotify",
        "webwxbatchgetcontact",
        "webwxgetcontact",
    ]);
    prop_oneof![
        6 => (any::<bool>(), 0..40_i64).prop_map(|(group, late)| Event::Said { group, late }),
        4 => Just(Event::Typed),
        1 => Just(Event::Phoned),
        4 => (0..120_u64).prop_map(Event::Wait),
        4 => (endpoint, fault(), 1..4_u32, any::<bool>())
            .prop_map(|(endpoint, fault, times, swallowed)| Event::Broken { endpoint, fault, times, swallowed }),
        1 => Just(Event::Cut),
        2 => Just(Event::Mend),
        1 => (1..20_u32).prop_map(Event::Storm),
        2 => (1..9_usize).prop_map(Event::Repeat),
        1 => (0..9_u32).prop_map(Event::Selector),
        1 => (1..3_u32).prop_map(Event::SlowDown),
        1 => any::<bool>().prop_map(Event::PhoneAway),
    ]
}

/// What was said, in the order of its times, each with a number of its own.
#[derive(Default)]
struct Tally {
    said: Vec<(i64, usize, bool)>,
    typed: usize,
}

fn happens(script: Script, event: &Event, tally: &mut Tally) -> Script {
    match event.clone() {
        Event::Said { group, late } => {
            let number = tally.said.len();
            tally.said.push((script.now.wall().0 - late, number, group));
            let chat = if group { "hike" } else { "anna" };
            script.server(|world, now| {
                let words = text(&format!("said {number}"));
                assert!(world.say_ago(now, late, ("anna", chat), words).is_ok());
            })
        }
        Event::Typed => {
            tally.typed += 1;
            script.keys(&format!("typed {:03}", tally.typed)).key(Code::Enter)
        }
        Event::Phoned => script.server(|world, now| {
            assert!(world.from_phone(now, "anna", text("from the phone")).is_ok());
        }),
        Event::Wait(seconds) => script.wait(seconds),
        Event::Broken {
            endpoint,
            fault,
            times,
            swallowed,
        } => {
            let mut rule = FaultRule::new(endpoint, fault).times(times);
            rule.swallowed = swallowed;
            script.server(|world, _| world.inject(rule))
        }
        Event::Cut => script.cut(),
        Event::Mend => script.mend(),
        Event::Storm(n) => script.server(|world, _| world.empty_storm(n)),
        Event::Repeat(n) => script.server(|world, _| world.repeat(n)),
        Event::Selector(n) => script.server(|world, _| world.odd_selector(n)),
        Event::SlowDown(n) => script.server(|world, _| world.slow_down(n)),
        Event::PhoneAway(away) => script.server(|world, _| world.phone_offline(away)),
    }
}

/// The numbered lines of a chat, top to bottom.
fn heard(script: &Script, marker: &str) -> Vec<String> {
    let talk = script.model.talk().unwrap();
    let texts = talk.lines.iter().filter_map(|line| text_of(&line.body));
    texts
        .map(|text| text.as_str().to_owned())
        .filter(|text| text.starts_with(marker))
        .collect()
}

/// What the service took, in order.
fn texts(script: &Script) -> Vec<String> {
    script
        .world
        .delivered()
        .iter()
        .map(|sent| sent.text.clone())
        .collect()
}

fn failed(script: &Script) -> usize {
    let talk = script.model.talk().unwrap();
    talk.lines
        .iter()
        .filter(|line| line.state.local().is_some())
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn nothing_is_lost_doubled_or_out_of_order(
        events in prop::collection::vec(event(), 1..40),
        batch in 1..12_usize,
    ) {
        let mut tally = Tally::default();
        let mut script = Script::logged_in(Setup { batch, ..town() }).open("Anna");
        for event in &events {
            script = happens(script, event, &mut tally);
        }
        script = script.mend().server(|world, _| {
            world.heal();
            world.empty_storm(0);
            world.slow_down(0);
            world.phone_offline(false);
        });
        script = script.wait(1800).online();

        tally.said.sort_unstable();
        for (group, name) in [(false, "Anna"), (true, "周末")] {
            let expected: Vec<String> =
                tally.said.iter().filter(|said| said.2 == group).map(|said| format!("said {}", said.1)).collect();
            script = if expected.is_empty() { script } else { script.open(name) };
            if !expected.is_empty() {
                prop_assert_eq!(heard(&script, "said"), expected);
            }
        }

        script = script.open("Anna");
        let lost = failed(&script);
        let order = texts(&script);
        let mut once = order.clone();
        once.sort();
        prop_assert!(lost > 0 || once == order, "out of order: {order:?}");
        // What was given back may have arrived all the same: trying again must not double it.
        for _ in 0..lost {
            script = script.alt(Code::Char('r')).wait(60);
        }
        prop_assert_eq!(failed(&script), 0);
        let expected: Vec<String> = (1..=tally.typed).map(|n| format!("typed {n:03}")).collect();
        let mut sent = texts(&script);
        sent.sort();
        prop_assert_eq!(sent, expected);
        prop_assert!(script.world.breaches().is_empty(), "{:?}", script.world.breaches());
    }
}
