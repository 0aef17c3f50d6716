//! The other side of the wire: a faithful web service with people in it, for the demo, for tests and for other programs.
//!
//! Built from `protocol.md` alone. Strict in what it verifies, loose in what it accepts (§11.3): a client that does what
//! the real service would punish is answered as the real service would, and the breach is written down.
//!
//! - [`world`]: the service and its people. Pure: requests, moments and other people's doings in; answers out.
//! - [`saying`]: what people can say, one variant per kind; `encode` turns it into the service's own
//!   bytes, `matter` makes what it carries.
//! - [`happening`]: what can be done to the world by a script or from outside; [`script`] plays happenings in time.
//! - [`hub`]: one shared world with its waiting callers; [`loopback`] and [`listen`] are its two doors.
//! - [`control`]: the outside's handle (`/_sim/…`); [`serve`]: what `weft sim` runs; [`demo`]: the cast and story.
//!
//! Never: a type, a builder or a parser of the client. Only `wire::http`, a request and a response, is shared; if more
//! were, a wrong field name would be wrong on both sides and every test green.

pub mod control;
pub mod demo;
pub mod happening;
pub mod hub;
pub mod listen;
pub mod loopback;
pub mod saying;
pub mod script;
pub mod serve;
pub mod world;

mod asked;
mod encode;
mod matter;
