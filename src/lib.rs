//! weft: a full-screen terminal messenger for WeChat's web protocol.
//!
//! # Bird's eye
//!
//! ```text
//! keys ──term──► Event ─┐                         ┌─► NetCommand ─mpsc─► net actor ── session ── wire ── HTTP ── service
//! news ──────────► Event ┼─► app::update ─► Step ─┤                                                    (or sim)
//! deadline ──────► Event ┤       │                ├─► StoreCommand ─mpsc─► store thread ── SQLite
//! pages, receipts ─► Event ┤     │                ├─► MediaCommand ─mpsc─► media thread ── pictures, files
//! pictures ──────► Event ┘       │                └─► TermCommand (title, bell)
//!                                ▼
//!                         Model ── ui ──► the regions touched (none touched: no frame)
//! ```
//!
//! One reducer ([`app`]) sits between the network actor ([`net`]: login, contacts, the sync loop, sending) and the
//! renderer ([`ui`]: contact list, conversation, input box). [`runtime`] turns the wheel: it waits for a key, for news or
//! for the model's one deadline, hands what came to the reducer, draws once, performs the effects, and sleeps.
//!
//! # The rooms, from the ground up
//!
//! **[`domain`]** (layer 0): the words everything else is said in. Identifiers that cannot be confused, contacts, messages,
//! time as data, text that is safe to show, secrets that cannot be printed.
//!
//! **[`port`]** and **[`wire`]** (1): the two boundaries as values. `port` is what crosses the channels between reducer,
//! network, store and media. `wire` turns values into requests and responses into values, one builder and one parser per
//! endpoint, lenient in what it reads. **[`words`]**: every sentence a person reads, in their language.
//!
//! **[`app`]**, **[`session`]**, **[`config`]** (2): the decisions. `app` is the reducer: model, key table, one file per
//! concern. `session` is the protocol as a machine without a clock or a socket: which request, when, and what an answer
//! means. `config` says which settings there are and what holds.
//!
//! **[`ui`]**, **[`net`]**, **[`store`]**, **[`media`]**, **[`term`]**, **[`places`]**, **[`telemetry`]** (3): the edges.
//! `ui` draws a model with ratatui, a region at a time. `net` is a thread around `session` that moves bytes, those of files
//! between the disk and the service without ever holding a file as a whole. `store` is a thread around one SQLite database
//! per account: what it is told it keeps, before anybody relies on it. `media` are threads that decode pictures, play voices,
//! keep, save and open files, and look at the person's own. `term` takes the terminal, reads keys and signals, and gives the
//! terminal back. `places` knows weft's files, `telemetry` its log. **[`archive`]** carries the history out, as text, HTML
//! and JSON Lines, and back in.
//!
//! **[`runtime`]**, **[`sim`]** (4): the loop, and a service to talk to that needs no account: the demo, the tests and
//! `weft sim` are built on it.
//!
//! **[`cli`]**, `main`, `start` (5): the command line, and putting it all together. Only `start` picks what carries the
//! requests.
//!
//! # Invariants
//!
//! They are absences, and `tests/it/tidy.rs` and the lints keep them.
//!
//! - A module names only what its row in `LAYERS` allows; neighbours do not know each other. `app` does not know that HTTP
//!   exists, `session` not that there is a screen, `ui` cannot change the model.
//! - Layers 0 to 2 hold no clock, no file, no socket, no thread, no `async`, no environment, no global. Time comes in as
//!   [`domain::time::Now`] and goes out as one deadline.
//! - The loop waits for no actor. What an actor cannot take comes back as [`app::Event::Undelivered`]; an actor that ends
//!   is [`app::Event::NetGone`]. Actors wait for the loop, so a flood is held back at the service.
//! - A batch's cursor and a message's request leave no earlier than they are on disk, unless the disk fails and the screen
//!   says so (`app::journal`).
//! - There is no tick and no timer that could be stale: nothing happens, nobody wakes up.
//! - No file, video or voice is fetched, and nothing at all opened or saved, but by a key; only the voice that follows one
//!   which was heard needs none. Nothing that could run is opened; no file of the person's is written over (`media`).
//! - No foreign text reaches a terminal, a title, a log or a file name but as [`domain::text::SafeText`].
//! - No word of a person's and no secret is in the log; a panic's payload neither, for it may quote one.
//! - No answer of the terminal is waited for: it could be late, or never come. Whenever it comes, in whatever pieces, it is
//!   an event, and never a key.
//! - The simulator shares no type with the client but a request and a response (`wire::http`). A field name that is wrong
//!   is then wrong on one side only, and a test sees it.
//!
//! # The end
//!
//! Last frame, pictures taken from the terminal and it given back, network told to stop and joined, what is not written yet
//! written, the file that is being saved whole, each within two seconds, exit code. SIGTERM, SIGHUP, SIGINT and a terminal that is gone take the same way. A panic on the thread that draws gives the terminal back before anything
//! else. A panic on the network's thread leaves the screen alone: what is on it is still the person's, so the loop goes
//! on and says that the network is gone.
//!
//! # Where to start
//!
//! - **A new key**: a row in `app::bindings`, an [`app::action::Action`] if it means something new, its sentence
//!   in both files of `assets/locales/`. Help overlay, status bar and README follow (`UPDATE=1 cargo test readme`).
//! - **A new endpoint**: builder and parser in [`wire`] from a fixture; who asks and when in [`session`]; how the service
//!   answers in [`sim`], by hand; then a story in `tests/it/`.
//! - **A new panel**: a sub-model and its functions in [`app`], its area in [`app::layout`], one widget file in [`ui`]. What one
//!   types to choose from is an [`app::picker::Picker`] with a row in [`app::fields`].
//! - **A new setting**: a row in [`config::KEYS`] and a field in [`config::Settings`]; flag, environment, file, help and
//!   README follow.
//! - **A new word**: an id in both languages. A test compares them.
//! - **A bug**: first a story or a property that fails (`tests/it/`), named after what the person saw.

pub mod app;
pub mod archive;
pub mod cli;
pub mod config;
pub mod domain;
pub mod media;
pub mod net;
pub mod places;
pub mod port;
pub mod runtime;
pub mod session;
pub mod sim;
pub mod store;
pub mod telemetry;
pub mod term;
pub mod ui;
pub mod wire;
pub mod words;
