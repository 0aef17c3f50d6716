//! The world as a transport in this process.

use std::sync::Arc;
use std::time::Duration;

use weft::domain::time::{Clock, Now};
use weft::net::Transport;
use weft::sim::hub::Hub;
use weft::sim::loopback::Loopback;
use weft::sim::world::World;
use weft::sim::world::fault::{Fault, FaultRule, WireFault};
use weft::wire::http::{HttpFailure, HttpRequest};

use super::browser::{HOME, setup};

fn hub() -> Hub {
    let clock: Clock = Arc::new(Now::default);
    Hub::new(World::new(setup()), None, clock)
}

fn jslogin() -> HttpRequest {
    let url = format!("{HOME}/jslogin?appid=wx782c26e4c19acffb");
    HttpRequest::get(url, Duration::from_secs(10))
}

fn poll(hub: &Hub) -> HttpRequest {
    let uuid = hub.with(|world, _| world.codes()[0].uuid.clone());
    let url = format!("{HOME}/cgi-bin/mmwebwx-bin/login?uuid={uuid}&tip=1");
    HttpRequest::get(url, Duration::from_secs(35))
}

#[tokio::test(start_paused = true)]
async fn a_held_request_is_answered_by_news_or_given_back_when_the_client_has_waited_enough() {
    let hub = hub();
    let line = Loopback::new(hub.clone());
    assert_eq!(line.call(jslogin()).await.unwrap().status, 200);
    let (answer, ()) = tokio::join!(line.call(poll(&hub)), async {
        while hub.with(|world, _| world.held()) == 0 {
            tokio::task::yield_now().await;
        }
        assert!(hub.with(World::scan));
    });
    assert!(answer.unwrap().body.starts_with(b"window.code=201;"));

    hub.with(|world, _| world.inject(FaultRule::new("login", Fault::Hang)));
    assert_eq!(line.call(poll(&hub)).await, Err(HttpFailure::TimedOut));
    assert_eq!(hub.with(|world, _| world.held()), 0);
}

#[tokio::test]
async fn faults_of_the_wire_feel_as_a_client_feels_them() {
    let hub = hub();
    let line = Loopback::new(hub.clone());
    let felt = [
        (WireFault::Reset, Err(HttpFailure::Offline)),
        (WireFault::HalfBody, Err(HttpFailure::Offline)),
        (WireFault::BrokenGzip, Err(HttpFailure::Malformed)),
        (WireFault::GarbledStatus, Err(HttpFailure::Malformed)),
        (WireFault::Drip, Ok(200)),
        (WireFault::Twice, Ok(200)),
    ];
    for (fault, feeling) in felt {
        hub.with(|world, _| world.inject(FaultRule::new("jslogin", Fault::Wire(fault))));
        assert_eq!(line.call(jslogin()).await.map(|r| r.status), feeling, "{fault:?}");
    }
}
