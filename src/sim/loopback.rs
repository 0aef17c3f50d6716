//! The world as a [`Transport`], in this process: what the demo and the story tests talk to.

use std::time::Duration;

use super::hub::Hub;
use super::world::fault::WireFault;
use crate::net;
use crate::net::Transport;
use crate::wire::http::{HttpFailure, HttpRequest};

/// A client's line to the world.
pub struct Loopback {
    hub: Hub,
}

impl Loopback {
    pub fn new(hub: Hub) -> Self {
        Self { hub }
    }
}

/// Faults below HTTP, as a client would feel them.
impl Transport for Loopback {
    fn call(&self, request: HttpRequest) -> net::Answer {
        let hub = self.hub.clone();
        Box::pin(async move {
            let within = request.timeout.max(Duration::from_millis(1));
            let Ok(answer) = tokio::time::timeout(within, hub.call(&request)).await else {
                return Err(HttpFailure::TimedOut);
            };
            match answer.fault {
                Some(WireFault::Reset | WireFault::HalfBody) => Err(HttpFailure::Offline),
                Some(WireFault::BrokenGzip | WireFault::GarbledStatus) => Err(HttpFailure::Malformed),
                Some(WireFault::Drip | WireFault::Twice) | None => Ok(answer.response),
            }
        })
    }
}
