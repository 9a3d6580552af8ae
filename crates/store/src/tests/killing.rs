//! A process that dies between two statements.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// Lets a future be polled so often, then drops it: the process died between two statements.
struct Killed<F> {
    inner: Option<Pin<Box<F>>>,
    polls_left: usize,
}

impl<F: Future> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls_left == 0 {
            self.inner = None;
            return Poll::Ready(None);
        }
        self.polls_left -= 1;
        match &mut self.inner {
            Some(inner) => inner.as_mut().poll(context).map(Some),
            None => Poll::Ready(None),
        }
    }
}

/// Lets a future be polled so often and drops it then; nothing if it was not done by then.
pub(crate) fn killed_after<F: Future>(polls_left: usize, future: F) -> impl Future<Output = Option<F::Output>> {
    Killed { inner: Some(Box::pin(future)), polls_left }
}
