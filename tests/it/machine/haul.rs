//! A request with a file, carried by the network side's own code. What a transport would do is told step by step, and each
//! step ends when that code waits for more, so that the disk is where it would be by then.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_util::stream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use weft::domain::time::Now;
use weft::net::freight::{self, Meter, Moved};
use weft::net::{Answer, Pieces, Sent, Streaming, Transport};
use weft::session::{Carried, Freight, Mishap, Ticket};
use weft::sim::world::fault::WireFault;
use weft::wire::http::{HttpFailure, HttpRequest, HttpResponse};

use super::Arrived;

/// Pieces of a body that only drips.
const DRIPS: usize = 10;

type Done = Result<Carried, Mishap>;

/// Whoever carries.
#[derive(Default)]
pub struct Porter {
    runtime: OnceCell<Runtime>,
    time: Arc<Mutex<Option<Now>>>,
}

/// A request under way.
pub struct Haul {
    work: Pin<Box<dyn Future<Output = Done> + Send>>,
    line: Line,
    moved: mpsc::Receiver<Moved>,
    /// Its head is there.
    begun: bool,
    /// Pieces that come later.
    rest: VecDeque<Vec<u8>>,
}

/// A transport for one request: it hands that over, and is handed what comes.
#[derive(Clone, Default)]
struct Line(Arc<Mutex<Ends>>);

#[derive(Default)]
struct Ends {
    request: Option<HttpRequest>,
    head: Option<Result<HttpResponse, HttpFailure>>,
    pieces: VecDeque<Result<Vec<u8>, HttpFailure>>,
    over: bool,
    /// It was looked for more than there is.
    hungry: bool,
}

impl Transport for Line {
    fn call(&self, _: HttpRequest) -> Answer {
        unreachable!("what has a file is streamed")
    }

    fn stream(&self, request: HttpRequest, mut sent: Sent) -> Streaming {
        // The other half leaves with the answer.
        sent(request.body.len() as u64 / 2);
        self.0.lock().unwrap().request = Some(request);
        let line = self.clone();
        Box::pin(async move {
            let head = poll_fn(|_| line.take(|ends| ends.head.take())).await?;
            let piece = |ends: &mut Ends| match ends.pieces.pop_front() {
                None if ends.over => Some(None),
                piece => piece.map(Some),
            };
            let pieces: Pieces = Box::pin(stream::poll_fn(move |_| line.take(piece)));
            Ok((head, pieces))
        })
    }
}

impl Line {
    fn take<T>(&self, what: impl FnOnce(&mut Ends) -> Option<T>) -> Poll<T> {
        let mut ends = self.0.lock().unwrap();
        if let Some(there) = what(&mut ends) {
            return Poll::Ready(there);
        }
        ends.hungry = true;
        Poll::Pending
    }
}

impl Porter {
    /// The request as it leaves, with whoever waits for what comes of it.
    ///
    /// # Errors
    /// What came of it, where it does not leave at all.
    pub fn load(
        &self,
        now: Now,
        (ticket, request, freight): (Ticket, HttpRequest, Freight),
    ) -> Result<(HttpRequest, Haul), Done> {
        let line = Line::default();
        let (told, moved) = mpsc::channel(64);
        let time = Arc::clone(&self.time);
        let clock = Arc::new(move || time.lock().unwrap().unwrap());
        let meter = Meter::new(ticket, told, clock);
        let mut haul = Haul {
            work: Box::pin(freight::carry(Arc::new(line.clone()), request, freight, meter)),
            line,
            moved,
            begun: false,
            rest: VecDeque::new(),
        };
        if let Some(done) = self.go_on(now, &mut haul) {
            return Err(done);
        }
        let request = haul.line.0.lock().unwrap().request.take();
        Ok((request.unwrap(), haul))
    }

    /// As far as it comes with what is there. `None`: it waits for more.
    pub fn go_on(&self, now: Now, haul: &mut Haul) -> Option<Done> {
        *self.time.lock().unwrap() = Some(now);
        haul.line.0.lock().unwrap().hungry = false;
        let Haul { work, line, .. } = haul;
        let runtime = self
            .runtime
            .get_or_init(|| Builder::new_current_thread().build().unwrap());
        runtime.block_on(poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if line.0.lock().unwrap().hungry => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }))
    }
}

impl Haul {
    /// What is told of how far it is.
    pub fn moved(&mut self) -> Option<Moved> {
        self.moved.try_recv().ok()
    }

    pub fn comes(&mut self, arrived: Arrived) {
        let mut ends = self.line.0.lock().unwrap();
        match arrived {
            Arrived::Piece => {
                ends.pieces.extend(self.rest.pop_front().map(Ok));
                ends.over = self.rest.is_empty();
            }
            Arrived::Answer(Err(why)) if self.begun => ends.pieces.push_back(Err(why)),
            Arrived::Answer(Err(why)) => ends.head = Some(Err(why)),
            Arrived::Answer(Ok(answer)) => {
                let mut response = answer.response;
                let body = std::mem::take(&mut response.body);
                if response.header("content-length").is_none() {
                    let length = ("Content-Length".into(), body.len().to_string());
                    response.headers.push(length);
                }
                let mut head = Ok(response);
                match answer.fault {
                    None | Some(WireFault::Twice) => ends.pieces.push_back(Ok(body)),
                    Some(WireFault::HalfBody) => {
                        let half = body[..body.len() / 2].to_vec();
                        ends.pieces.extend([Ok(half), Err(HttpFailure::Offline)]);
                    }
                    Some(WireFault::Drip) => {
                        let drop = body.len().div_ceil(DRIPS).max(1);
                        self.rest.extend(body.chunks(drop).map(<[u8]>::to_vec));
                    }
                    Some(WireFault::Reset) => head = Err(HttpFailure::Offline),
                    Some(WireFault::BrokenGzip | WireFault::GarbledStatus) => {
                        head = Err(HttpFailure::Malformed);
                    }
                }
                self.begun = head.is_ok();
                ends.head = Some(head);
                ends.over = self.rest.is_empty();
            }
        }
    }
}
