//! What must hold whatever comes: [`Bench::drain`] watches that no two calls of a kind overlap and no deadline spins.

use proptest::collection::vec;
use proptest::prelude::*;

use super::returning::kept;
use super::*;
use weft::domain::secret::Secret;
use weft::port::Wanted;

#[derive(Clone, Debug)]
enum Push {
    Command(NetCommand),
    /// The n-th open request gets this answer.
    Reply(usize, Vec<u8>),
    Fail(usize, HttpFailure),
    Wait(u64),
}

fn any_command() -> impl Strategy<Value = NetCommand> {
    let resumes = prop_oneof![
        Just(kept("@crypt_1", 7)),
        ".{0,40}".prop_map(|text| Keepsake(Secret::new(text)))
    ];
    let wanted = (0_u8..80, any::<bool>()).prop_map(|(n, urgent)| Wanted {
        user_name: format!("@p{n}").as_str().into(),
        group: None,
        urgent,
    });
    prop_oneof![
        1 => Just(NetCommand::Login),
        1 => Just(NetCommand::Logout),
        1 => resumes.prop_map(NetCommand::Resume),
        2 => Just(NetCommand::RetryNow),
        6 => (0_u64..9).prop_map(|n| NetCommand::Send(message(n, "字"))),
        3 => vec(wanted, 0..60).prop_map(NetCommand::Fetch),
        2 => Just(NetCommand::MarkRead("@anna".into())),
        6 => (1_u64..20).prop_map(|n| NetCommand::Kept(BatchId(n))),
    ]
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let code = prop_oneof![
        Just(0),
        Just(-1),
        Just(3),
        1_i32..5,
        1100_i32..1104,
        1200_i32..1206
    ];
    prop_oneof![
        vec(any::<u8>(), 0..60),
        code.clone().prop_map(|code| ret(code).into_bytes()),
        code.prop_map(|code| retcode(code).into_bytes()),
        Just(NEWS.into()),
        (0_i64..9, 0_u8..2).prop_map(|(key, more)| synced(&[(1, "早")], key, more).into_bytes()),
        (0_i64..9).prop_map(|key| synced(&[], key, 0).into_bytes()),
        Just(sent(5).into_bytes()),
        Just(init("").into_bytes()),
        Just(UUID.into()),
        Just(r#"{"ret":"0","msg":"all ok","uuid":"Ya1nBwPV9g=="}"#.into()),
        Just(SCANNED.into()),
        Just(CONFIRMED.into()),
        Just(GRANTED.into()),
        Just(NO_MORE_PAGES.into()),
    ]
}

fn any_push() -> impl Strategy<Value = Push> {
    let failure = prop_oneof![
        Just(HttpFailure::Offline),
        Just(HttpFailure::TimedOut),
        Just(HttpFailure::Malformed)
    ];
    prop_oneof![
        3 => any_command().prop_map(Push::Command),
        8 => (0_usize..6, any_body()).prop_map(|(at, body)| Push::Reply(at, body)),
        2 => (0_usize..6, failure).prop_map(|(at, failure)| Push::Fail(at, failure)),
        4 => (0_u64..100_000).prop_map(Push::Wait),
    ]
}

fn push(bench: &mut Bench, push: Push) {
    let (at, result) = match push {
        Push::Command(command) => return bench.command(command),
        Push::Wait(ms) => return bench.wait(millis(ms)),
        Push::Reply(at, body) => (at, Ok(HttpResponse::ok(body))),
        Push::Fail(at, failure) => (at, Err(failure)),
    };
    if at < bench.open.len() {
        let (ticket, _) = bench.open.remove(at);
        bench.session.answer(ticket, result, bench.now);
        bench.drain();
    }
}

/// Each message that was handed over and neither sent nor given back.
fn unsettled(news: &[News], handed: &[u64]) -> Vec<u64> {
    let settled: Vec<u64> = news
        .iter()
        .filter_map(|news| {
            if let News::Sent { local, .. } | News::NotSent { local, .. } = news {
                Some(local.0)
            } else {
                None
            }
        })
        .collect();
    handed
        .iter()
        .copied()
        .filter(|local| !settled.contains(local))
        .collect()
}

fn started(how: i32) -> Bench {
    match how {
        0 => Bench::settled(),
        1 => Bench::logging_in(),
        _ => returning::resuming(),
    }
}

proptest! {
    #[test]
    fn nothing_overlaps_and_nothing_spins(start in 0..3, pushes in vec(any_push(), 0..80)) {
        let mut bench = started(start);
        let mut handed = Vec::new();
        for one in pushes {
            if let Push::Command(NetCommand::Send(message)) = &one {
                handed.push(message.local.0);
            }
            push(&mut bench, one);
        }
        bench.command(NetCommand::Logout);
        bench.wait(secs(3));
        prop_assert_eq!(bench.paths(), Vec::<&str>::new(), "nothing is in flight after the end");
        prop_assert_eq!(unsettled(&bench.news, &handed), Vec::<u64>::new(), "no message is lost in silence");
    }

    /// A server that answers every request at once, with anything at all, is not asked without bound.
    #[test]
    fn no_answer_makes_it_hammer(body in any_body(), start in 0..3) {
        let mut bench = started(start);
        let before = bench.made.len();
        let until = bench.now.mono + secs(600);
        while bench.now.mono < until {
            while let Some((ticket, _)) = bench.open.pop() {
                bench.session.answer(ticket, Ok(HttpResponse::ok(body.clone())), bench.now);
                bench.drain();
                let asked = bench.made.len() - before;
                prop_assert!(asked < 1300, "{} requests in ten minutes", asked);
                for news in bench.told() {
                    if let News::Synced(batch) = news {
                        bench.keep(batch.id);
                    }
                }
            }
            bench.wait(secs(1));
        }
    }
}
