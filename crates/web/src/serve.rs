//! Listening, and ending without cutting anybody off.

use std::{io, net::SocketAddr};

use crate::{State, limits::FAREWELL_TIME_MAX, router};
use axum::{Router, serve::ListenerExt as _};
use tokio::{net::TcpListener, sync::watch};

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

/// Serves any router until told to stop.
pub async fn serve_router(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // An answer is written at once and has nothing to wait for.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let served = axum::serve(listener, service).with_graceful_shutdown(told_to_stop(stop.clone()));
    tokio::select! {
        served = served => served,
        () = farewell(stop) => Ok(()),
    }
}

async fn farewell(stop: watch::Receiver<bool>) {
    told_to_stop(stop).await;
    tokio::time::sleep(FAREWELL_TIME_MAX).await;
}

/// Ends when the process is asked to end; never if nobody is left to ask.
pub(crate) async fn told_to_stop(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|is_asked| *is_asked).await.is_err() {
        std::future::pending::<()>().await;
    }
}
