//! One world for many callers: who waits for which held request, and who wakes whom. Never: a thread or a task of its own;
//! the callers that wait keep its time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, oneshot};

use super::script::Director;
use super::world::{Answer, HoldId, Reply, World};
use crate::domain::time::{Clock, Now};
use crate::wire::http::HttpRequest;

/// A shared world, with or without a story.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
}

struct Shared {
    stage: Mutex<Stage>,
    changed: Notify,
    clock: Clock,
}

struct Stage {
    world: World,
    director: Option<Director>,
    waiting: HashMap<HoldId, oneshot::Sender<Answer>>,
}

impl Stage {
    /// Plays what is due and answers whoever can be answered.
    fn turn(&mut self, now: Now) {
        if let Some(director) = &mut self.director {
            director.play(&mut self.world, now);
        }
        for (id, answer) in self.world.settle(now) {
            if let Some(caller) = self.waiting.remove(&id) {
                // A caller who has left in this moment misses nothing: its hold was its own.
                drop(caller.send(answer));
            }
        }
    }

    fn deadline(&self) -> Option<std::time::Duration> {
        let story = self
            .director
            .as_ref()
            .and_then(|director| director.deadline(&self.world));
        [self.world.deadline(), story].into_iter().flatten().min()
    }
}

/// Takes the hold away when its caller goes.
struct Waiting<'h> {
    hub: &'h Hub,
    id: HoldId,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut stage = self.hub.lock();
        stage.waiting.remove(&self.id);
        stage.world.abandon(self.id);
    }
}

impl Hub {
    pub fn new(world: World, director: Option<Director>, clock: Clock) -> Self {
        let stage = Stage {
            world,
            director,
            waiting: HashMap::new(),
        };
        Self {
            shared: Arc::new(Shared {
                stage: Mutex::new(stage),
                changed: Notify::new(),
                clock,
            }),
        }
    }

    /// Does something to the world; whoever waits for it is answered before this returns.
    pub fn with<R>(&self, act: impl FnOnce(&mut World, Now) -> R) -> R {
        let now = (self.shared.clock)();
        let mut stage = self.lock();
        let result = act(&mut stage.world, now);
        stage.turn(now);
        drop(stage);
        self.shared.changed.notify_waiters();
        result
    }

    /// Answers a request, however long it is held. Dropping the future abandons it.
    pub async fn call(&self, request: &HttpRequest) -> Answer {
        let now = (self.shared.clock)();
        let (answer, id) = {
            let mut stage = self.lock();
            stage.turn(now);
            match stage.world.request(now, request) {
                Reply::Ready(answer) => {
                    stage.turn(now);
                    drop(stage);
                    self.shared.changed.notify_waiters();
                    return answer;
                }
                Reply::Held(id) => {
                    let (send, receive) = oneshot::channel();
                    stage.waiting.insert(id, send);
                    (receive, id)
                }
            }
        };
        self.shared.changed.notify_waiters();
        let waiting = Waiting { hub: self, id };
        let answer = self.wait(answer).await;
        drop(waiting);
        answer
    }

    /// Waits for the answer, keeping the world's time meanwhile.
    async fn wait(&self, mut answer: oneshot::Receiver<Answer>) -> Answer {
        loop {
            let changed = self.shared.changed.notified();
            let deadline = self.lock().deadline();
            let now = (self.shared.clock)();
            let pause = deadline.map(|at| at.saturating_sub(now.mono));
            tokio::select! {
                biased;
                got = &mut answer => return got.unwrap_or_else(|_| Answer::from(crate::wire::http::HttpResponse::default())),
                () = changed => {}
                () = sleep(pause) => self.with(|_, _| ()),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.shared.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn sleep(pause: Option<std::time::Duration>) {
    match pause {
        Some(pause) => tokio::time::sleep(pause).await,
        None => std::future::pending().await,
    }
}
