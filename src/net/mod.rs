//! The network actor: a thread with its own runtime around the protocol machine. Moves bytes, holds no rules.

use std::future::Future;
use std::pin::Pin;

use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

/// A response on its way.
pub type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFailure>> + Send>>;

/// What carries requests to a service: HTTP, or the embedded simulator.
pub trait Transport: Send + Sync + 'static {
    /// Follows no redirect, adds no cookie. Dropping the answer abandons the request.
    fn call(&self, request: HttpRequest) -> Answer;
}
