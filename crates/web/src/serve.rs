//! Listening, and ending without cutting anybody off.

use std::{io, pin::pin};

use crate::{
    State,
    limits::{FAREWELL_TIME_MAX, QUESTION_TIME_MAX},
    router,
};
use axum::{
    Router,
    extract::ConnectInfo,
    http::Request,
    serve::{Listener as _, ListenerExt as _},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, sync::watch};
use tower::ServiceExt as _;

/// Serves the pages, feeds and the API until told to stop. Then it is not ready any more, takes no new connections, and
/// lets open requests end within ten seconds.
pub async fn serve(listener: TcpListener, state: State, stop: watch::Receiver<bool>) -> io::Result<()> {
    let ending = state.clone();
    let noted = {
        let stop = stop.clone();
        async move {
            told_to_stop(stop).await;
            ending.begin_to_end();
        }
    };
    let (served, ()) = tokio::join!(serve_router(listener, router(state), stop), noted);
    served
}

/// Serves any router until told to stop. Who takes too long to say what they want is not waited for, and neither is a
/// connection on which nobody asks.
pub async fn serve_router(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> io::Result<()> {
    // An answer is written at once and has nothing to wait for.
    let mut listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(QUESTION_TIME_MAX);
    let open = GracefulShutdown::new();
    let mut told = pin!(told_to_stop(stop));
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut told => break,
        };
        let router = router.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        // How a connection ends is between the two; what failed of ours is told where it failed.
        tokio::spawn(open.watch(http.serve_connection(TokioIo::new(stream), answer)));
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL_TIME_MAX, open.shutdown()).await;
    Ok(())
}

/// Ends when the process is asked to end; never if nobody is left to ask.
pub(crate) async fn told_to_stop(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|is_asked| *is_asked).await.is_err() {
        std::future::pending::<()>().await;
    }
}
