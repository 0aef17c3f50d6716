//! The way to the service and back: requests on theirs, what becomes of them there, and what they bring.

use std::time::Duration;

use weft::app::{self, Event};
use weft::net::{freight, keepsake};
use weft::session::{Freight, Output, Ticket};
use weft::sim::world::fault::WireFault;
use weft::sim::world::{Answer, HoldId, Reply};
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};

use super::haul::Haul;
use super::{Fate, Loss, Machine, Road};

/// Between two pieces of a body that drips.
const DRIP: Duration = Duration::from_secs(1);

/// What arrives.
pub enum Arrived {
    /// An answer, and what happened to it on the way.
    Answer(Result<Answer, HttpFailure>),
    /// The next piece of one that drips.
    Piece,
}

/// A request on its way.
pub struct Flight {
    ticket: Ticket,
    /// What comes back goes there.
    haul: Option<Haul>,
    endpoint: String,
    pub url: String,
    /// It asks for no more than this.
    range: Option<String>,
    /// For the head of the answer, and for every silence after it.
    patience: Duration,
    pub until: Duration,
    pub state: Way,
}

pub enum Way {
    Held(HoldId),
    /// Decided, and there at that moment.
    Coming(Duration, Arrived),
    Nowhere,
}

/// An answer with a file, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    pub endpoint: String,
    /// The request's `Range`.
    pub range: Option<String>,
    pub status: u16,
    /// Of its body.
    pub bytes: usize,
}

impl<F: Fate> Machine<F> {
    /// The network is gone: what is in flight breaks, what is asked fails at once.
    pub fn cut_off(&mut self) {
        self.cut = true;
        for flight in std::mem::take(&mut self.flights) {
            self.give_up(&flight);
            let broken = Arrived::Answer(Err(HttpFailure::Offline));
            self.answers.push_back((flight, broken));
        }
        self.settle();
    }

    /// The endpoints of whatever is in flight; the long polls that wait for something to happen are not.
    pub fn in_flight(&self) -> impl Iterator<Item = &str> {
        let busy = |flight: &&Flight| !matches!(flight.state, Way::Held(_));
        self.flights.iter().filter(busy).map(|flight| flight.url.as_str())
    }

    /// A long poll is held: whatever happens is heard of at once.
    pub fn is_listening(&self) -> bool {
        self.flights
            .iter()
            .any(|flight| matches!(flight.state, Way::Held(_)))
    }

    pub(super) fn carry(&mut self, output: Output) {
        match output {
            Output::Emit(event) => {
                if let Some(event) = keepsake::seal(event, &mut self.jar) {
                    self.turn(Event::Net(event));
                }
            }
            Output::Transmit { ticket, mut request } => {
                self.jar.attach(&mut request);
                self.transmit((ticket, None), &request);
            }
            Output::Carry {
                ticket,
                mut request,
                freight,
            } => {
                if !matches!(&freight, Freight::Spool(spool) if spool.anonymous) {
                    self.jar.attach(&mut request);
                }
                match self.porter.load(self.now, (ticket, request, freight)) {
                    Ok((request, mut haul)) => {
                        self.tell_how_far(&mut haul);
                        self.transmit((ticket, Some(haul)), &request);
                    }
                    Err(done) => self.session.carried(ticket, done, self.now),
                }
            }
            Output::File { ticket, chore } => self.session.filed(ticket, freight::file(&chore), self.now),
            Output::Cancel(ticket) => {
                self.answers.retain(|(flight, _)| flight.ticket != ticket);
                if let Some(at) = self.flights.iter().position(|flight| flight.ticket == ticket) {
                    let flight = self.flights.remove(at);
                    self.give_up(&flight);
                }
            }
        }
    }

    /// Nobody waits for this any more.
    pub(super) fn give_up(&mut self, flight: &Flight) {
        if let Way::Held(hold) = flight.state {
            self.world.abandon(hold);
        }
    }

    fn transmit(&mut self, (ticket, haul): (Ticket, Option<Haul>), request: &HttpRequest) {
        let endpoint = request.path().rsplit('/').next().unwrap_or_default().to_owned();
        let flight = |state| Flight {
            ticket,
            haul,
            endpoint: endpoint.clone(),
            url: request.url.clone(),
            range: request.header("range").map(str::to_owned),
            patience: request.timeout,
            until: self.now.mono + request.timeout,
            state,
        };
        if self.cut {
            let broken = Arrived::Answer(Err(HttpFailure::Offline));
            return self.answers.push_back((flight(Way::Nowhere), broken));
        }
        let road = self.fate.road(&endpoint, self.now);
        self.asked.insert((endpoint.clone(), request.origin().to_owned()));
        let now = self.now.mono;
        let coming = |after: Duration, arrived| Way::Coming(now + after, Arrived::Answer(arrived));
        let lost = |how| match how {
            Loss::Broken(after) => coming(after, Err(HttpFailure::Offline)),
            Loss::Silent => Way::Nowhere,
        };
        if let Road::RequestLost(loss) = road {
            return self.flights.push(flight(lost(loss)));
        }
        let state = match (self.world.request(self.now, request), road) {
            (Reply::Ready(answer), Road::Clear | Road::RequestLost(_)) => {
                let flight = flight(Way::Nowhere);
                return self.answers.push_back((flight, Arrived::Answer(Ok(answer))));
            }
            (Reply::Ready(answer), Road::Slow(by)) => coming(by, Ok(answer)),
            (Reply::Held(hold), Road::Clear | Road::RequestLost(_) | Road::Slow(_)) => Way::Held(hold),
            (Reply::Held(hold), Road::AnswerLost(how)) => {
                self.world.abandon(hold);
                lost(how)
            }
            (Reply::Ready(_), Road::AnswerLost(how)) => lost(how),
            (Reply::Held(hold), Road::Garbled) => {
                self.world.abandon(hold);
                coming(Duration::ZERO, Err(HttpFailure::Malformed))
            }
            (Reply::Ready(_), Road::Garbled) => coming(Duration::ZERO, Err(HttpFailure::Malformed)),
        };
        self.flights.push(flight(state));
    }

    /// The session hears of what came.
    pub(super) fn arrive(&mut self, mut flight: Flight, arrived: Arrived) {
        if let Arrived::Answer(Ok(Answer { response, .. })) = &arrived {
            self.jar.store(&flight.url, &without_end(response));
        }
        match (flight.haul.take(), arrived) {
            (None, Arrived::Answer(arrived)) => {
                let answer = arrived.and_then(whole);
                self.session.answer(flight.ticket, answer, self.now);
            }
            (None, Arrived::Piece) => unreachable!("only files drip"),
            (Some(haul), arrived) => self.unload(flight, haul, arrived),
        }
    }

    fn unload(&mut self, mut flight: Flight, mut haul: Haul, arrived: Arrived) {
        if let Arrived::Answer(Ok(Answer { response, .. })) = &arrived {
            self.trips.push(Trip {
                endpoint: flight.endpoint.clone(),
                range: flight.range.clone(),
                status: response.status,
                bytes: response.body.len(),
            });
        }
        haul.comes(arrived);
        let done = self.porter.go_on(self.now, &mut haul);
        self.tell_how_far(&mut haul);
        if let Some(done) = done {
            return self.session.carried(flight.ticket, done, self.now);
        }
        let now = self.now.mono;
        flight.state = Way::Coming(now + DRIP, Arrived::Piece);
        flight.until = now + flight.patience;
        flight.haul = Some(haul);
        self.flights.push(flight);
    }

    fn tell_how_far(&mut self, haul: &mut Haul) {
        while let Some((ticket, done, of)) = haul.moved() {
            self.session.progress(ticket, done, of);
        }
    }

    pub(super) fn expire(&mut self) {
        let mono = self.now.mono;
        let mut at = 0;
        while let Some(flight) = self.flights.get(at) {
            let there = matches!(flight.state, Way::Coming(there, _) if there <= mono);
            if !there && flight.until > mono {
                at += 1;
                continue;
            }
            let mut flight = self.flights.remove(at);
            self.give_up(&flight);
            let arrived = match std::mem::replace(&mut flight.state, Way::Nowhere) {
                Way::Coming(_, arrived) if there => arrived,
                Way::Coming(..) | Way::Held(_) | Way::Nowhere => Arrived::Answer(Err(HttpFailure::TimedOut)),
            };
            self.answers.push_back((flight, arrived));
        }
        if self.is_down() {
            return;
        }
        if self.session.deadline().is_some_and(|at| at <= mono) {
            self.session.timeout(self.now);
        }
        if app::deadline(&self.model).is_some_and(|at| at <= mono) {
            self.feed(Event::Wake);
        }
    }
}

/// What a transport makes of an answer that was spoilt below HTTP.
fn whole(answer: Answer) -> Result<HttpResponse, HttpFailure> {
    match answer.fault {
        None | Some(WireFault::Twice | WireFault::Drip) => Ok(answer.response),
        Some(WireFault::Reset | WireFault::HalfBody) => Err(HttpFailure::Offline),
        Some(WireFault::BrokenGzip | WireFault::GarbledStatus) => Err(HttpFailure::Malformed),
    }
}

/// The jar ages cookies by the machine's clock, which is not the story's: those with a value last as long as the story.
fn without_end(response: &HttpResponse) -> HttpResponse {
    let mut response = response.clone();
    for (name, value) in &mut response.headers {
        let empty = value.split(';').next().is_some_and(|pair| pair.ends_with('='));
        if name == "Set-Cookie" && !empty {
            let kept = value.split("; ").filter(|part| !part.starts_with("Expires="));
            *value = kept.collect::<Vec<_>>().join("; ");
        }
    }
    response
}
