//! Listening, and ending without cutting anybody off.

use std::{io, pin::pin, sync::Arc};

use crate::{
    State,
    limits::{CROWDED_QUESTION_TIME_MAX, FAREWELL_TIME_MAX, QUESTION_TIME_MAX},
    open_files::connections_max,
    router,
    unread::Unread,
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
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
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

/// Serves any router until told to stop. Who takes too long to say what they want is not waited for, nor who does not read
/// their answer, nor a connection on which nobody asks: least of all while there are few places left. While there are none, the
/// next ones wait their turn.
pub async fn serve_router(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> io::Result<()> {
    serve_at_most(connections_max(), listener, router, stop).await
}

async fn serve_at_most(
    connections: usize,
    listener: TcpListener,
    router: Router,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    // An answer is written at once and has nothing to wait for.
    let mut listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new());
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(connections));
    let mut told = pin!(told_to_stop(stop));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let ((stream, peer), place) = tokio::select! {
            accepted = next => accepted,
            () = &mut told => break,
        };
        let router = router.clone();
        let is_crowded = places.available_permits() < connections / 2;
        http.header_read_timeout(if is_crowded { CROWDED_QUESTION_TIME_MAX } else { QUESTION_TIME_MAX });
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        // How a connection ends is between the two; what failed of ours is told where it failed.
        let served = open.watch(http.serve_connection(TokioIo::new(Unread::new(stream)), answer));
        tokio::spawn(async move {
            let _ = served.await;
            drop(place);
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    async fn asked(address: std::net::SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ex.org\r\n\r\n").await.unwrap();
        stream
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_soon_makes_place_in_a_crowd() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_tell, stop) = watch::channel(false);
        tokio::spawn(serve_at_most(4, listener, Router::new(), stop));
        let mut silent = Vec::new();
        for _ in 0..3 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let mut last = silent.pop().unwrap();
        let ended = tokio::time::timeout(CROWDED_QUESTION_TIME_MAX * 2, last.read(&mut [0; 1])).await;
        assert!(ended.is_ok(), "three of four places were taken");
        let mut first = silent.swap_remove(0);
        let kept = tokio::time::timeout(CROWDED_QUESTION_TIME_MAX * 2, first.read(&mut [0; 1])).await;
        assert!(kept.is_err(), "it came when there was room");
    }

    #[tokio::test]
    async fn who_comes_while_all_places_are_taken_is_answered_when_one_is_free() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_tell, stop) = watch::channel(false);
        tokio::spawn(serve_at_most(1, listener, Router::new(), stop));
        let mut first = asked(address).await;
        first.read_exact(&mut [0; 12]).await.unwrap();
        let mut second = asked(address).await;
        let mut status = [0; 12];
        let early = tokio::time::timeout(std::time::Duration::from_millis(50), second.read_exact(&mut status)).await;
        assert!(early.is_err(), "the only place is taken");
        drop(first);
        second.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 404");
    }
}
